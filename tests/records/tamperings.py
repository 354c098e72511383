"""What somebody with the password of the database might do, each with the kind of finding that must tell of it."""

TAMPERINGS: dict[str, tuple[str, str]] = {
    "a changed fact": ("UPDATE records_fact SET value = '\"x\"' WHERE name = 'content'", "fact_changed"),
    "a changed digest": ("UPDATE records_fact SET digest = salt WHERE name = 'content'", "fact_changed"),
    "a fact called impersonal": (
        "UPDATE records_fact SET personal = (1 = 0) WHERE name = 'content'", "entry_changed"),
    "an added fact": (
        "INSERT INTO records_fact (community_id, entry_id, name, personal, salt, value, digest)"
        " SELECT community_id, entry_id, 'zzz', personal, salt, value, digest FROM records_fact WHERE name = 'result'",
        "entry_changed"),
    "a removed fact": ("DELETE FROM records_fact WHERE name = 'result'", "entry_changed"),
    "a fact emptied that names nobody": (
        "UPDATE records_fact SET value = NULL, salt = NULL WHERE name = 'grade'", "fact_changed"),
    "a changed answer": ("UPDATE records_act SET answer = replace(answer, '0001', '0002')", "entry_changed"),
    "a changed request": ("UPDATE records_act SET request_digest = key", "entry_changed"),
    "a changed actor": ("UPDATE records_act SET actor_key = 'system'", "entry_changed"),
    "a changed time": (
        "UPDATE records_entry SET happened_at = (SELECT min(happened_at) FROM records_entry) WHERE step = 'report'",
        "entry_changed"),
    "a changed effect": ("UPDATE records_entry SET effects = replace(effects, 'working', 'on_site')", "entry_changed"),
    "an effect nobody can read": (
        "UPDATE records_entry SET effects = '{' WHERE step = 'dispatch'", "replay_impossible"),
    "an entry taken from its case": ("UPDATE records_entry SET case_id = NULL WHERE step = 'note'", "entry_changed"),
    "a removed entry": ("DELETE FROM records_entry WHERE step = 'note'", "entry_missing"),
    "a removed act": ("DELETE FROM records_act WHERE id = (SELECT max(act_id) FROM records_entry)", "act_missing"),
    "a removed case": ("DELETE FROM records_case WHERE state = 'archived'", "case_missing"),
    "a changed outcome": ("UPDATE records_case SET outcome = 'fairly' WHERE outcome <> ''", "column_changed"),
    "a changed name": ("UPDATE records_case SET name = 'x'", "column_changed"),
    "a changed room": ("UPDATE records_case SET room = '1-1-101'", "column_changed"),
    "a changed state": ("UPDATE records_case SET state = 'void' WHERE state = 'follow_up'", "column_changed"),
    "a changed day of keeping": ("UPDATE records_case SET keep_until = '2999-12-31'", "column_changed"),
    "a changed first number": (
        "UPDATE records_case SET first_number = 'YL-KF1-202611-0009' WHERE state = 'archived'", "case_misplaced"),
    "a changed due time of a case": (
        "UPDATE records_case SET next_due_at = said_at WHERE state = 'follow_up'", "due_changed"),
    "a removed due time": ("UPDATE records_case SET next_due_at = NULL", "due_changed"),
    "a due time of a leg": (
        "UPDATE records_leg SET next_due_at = (SELECT min(said_at) FROM records_case)", "due_changed"),
    "a changed result": ("UPDATE records_leg SET result = 'x' WHERE key = 1", "column_changed"),
    "a changed handler": ("UPDATE records_leg SET person_id = NULL WHERE key = 2", "column_changed"),
    "an extra leg": (
        "INSERT INTO records_leg (community_id, case_id, key, department_id, state, instruction, result, held_for,"
        " request) SELECT community_id, case_id, 9, department_id, 'accepted', '', '', '', '' FROM records_leg"
        " WHERE key = 1",
        "row_unexplained"),
    "a removed leg": ("DELETE FROM records_leg WHERE key = 1", "row_missing"),
    "a changed word": ("UPDATE records_word SET telling = 'cannot' WHERE telling = 'told'", "column_changed"),
    "an extra word": (
        "INSERT INTO records_word (community_id, case_id, key, whom, text, due, channel, telling)"
        " SELECT community_id, case_id, 7, 'resident', '', due, '', '' FROM records_word", "row_unexplained"),
    "a changed promise": ("UPDATE records_promise SET text = 'x'", "column_changed"),
    "a kept promise": ("UPDATE records_promise SET kept = 'kept' WHERE kept = ''", "column_changed"),
    "a changed name of an attachment": ("UPDATE records_attachment SET name = 'x'", "column_changed"),
    "a changed digest of an attachment": (
        "UPDATE records_attachment SET digest = replace(digest, '0', '1')", "column_changed"),
    "a removed attachment": ("DELETE FROM records_attachment", "row_missing"),
    "a voided number": ("UPDATE records_number SET state = 'void' WHERE serial = 1", "column_changed"),
    "a changed number": ("UPDATE records_number SET serial = 12 WHERE serial = 2", "number_wrong"),
    "a removed number": ("DELETE FROM records_number WHERE serial = 1", "serial_missing"),
    "a number of nobody": (
        "INSERT INTO records_number"
        " (community_id, number, form, month, serial, state, transferred_to, reason, reserved_at)"
        " SELECT community_id, 'YL-KF1-202611-0003', form, month, 3, 'reserved', '', '', '2026-11-18'"
        " FROM records_number WHERE serial = 1", "number_unexplained"),
    "a counter set back": ("UPDATE records_counter SET last = 1", "counter_wrong"),
    "a removed counter": ("DELETE FROM records_counter", "counter_wrong"),
    "a removed head": ("DELETE FROM records_head", "head_missing"),
    "a head set back": ("UPDATE records_head SET position = position - 1 WHERE position > 1", "head_broken"),
    "another hash in the head": ("UPDATE records_head SET hash = replace(hash, 'a', 'b')", "head_broken"),
    "a removed community": ("DELETE FROM records_community WHERE code = 'YL'", "entry_homeless"),
    "a removed department": ("DELETE FROM records_department", "column_changed"),
    "a removed edition": ("DELETE FROM records_edition", "replay_impossible"),
}  # fmt: skip

# Where work is on hold and was urged.
OF_SUPERVISION: dict[str, tuple[str, str]] = {
    "an extra urge": (
        "INSERT INTO records_urge (community_id, case_id, key, leg, department_id, text, urged_at, urged_by_id, due,"
        " answer, ending) SELECT community_id, case_id, 8, leg, department_id, 'x', urged_at, urged_by_id, due, '', ''"
        " FROM records_urge WHERE key = 1",
        "row_unexplained",
    ),
    "a changed urge": ("UPDATE records_urge SET text = 'x'", "column_changed"),
    "an urge due at another time": ("UPDATE records_urge SET due = urged_at", "column_changed"),
    "an urge said to be answered": ("UPDATE records_urge SET answered_at = due WHERE key = 2", "column_changed"),
    "an urge answered by another": ("UPDATE records_urge SET answered_by_id = urged_by_id", "column_changed"),
    "a removed urge": ("DELETE FROM records_urge", "row_missing"),
    "a longer hold": ("UPDATE records_leg SET held_until = next_due_at WHERE state = 'held'", "column_changed"),
    "another reason of a hold": ("UPDATE records_leg SET held_for = 'weather' WHERE state = 'held'", "column_changed"),
    "a hold that ended": (
        "UPDATE records_leg SET held_until = NULL, state = 'working' WHERE state = 'held'",
        "column_changed",
    ),
    "a request nobody made": ("UPDATE records_leg SET request = 'approval' WHERE state = 'held'", "column_changed"),
    "a limit nobody extended": ("UPDATE records_leg SET next_due_at = held_until WHERE state = 'held'", "due_changed"),
}
