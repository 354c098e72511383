"""Chapter people: how a name sorts and is found - its pinyin, surnames read as surnames."""

from __future__ import annotations

# Surnames that are read otherwise than the same characters in other words.
SURNAMES = {
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "澹台": "tan tai", "令狐": "ling hu",
    "宰父": "zai fu", "单于": "chan yu", "夏侯": "xia hou", "欧阳": "ou yang", "司马": "si ma",
    "诸葛": "zhu ge", "上官": "shang guan", "皇甫": "huang fu", "宇文": "yu wen", "慕容": "mu rong",
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "朴": "piao", "查": "zha", "盖": "ge", "任": "ren",
    "翟": "zhai", "区": "ou", "缪": "miao", "乐": "yue", "种": "chong", "员": "yun", "冼": "xian", "繁": "po",
    "召": "shao", "折": "she", "宁": "ning", "纪": "ji", "燕": "yan", "葛": "ge", "应": "ying", "尉": "wei",
    "隗": "wei", "郗": "xi", "瞿": "qu", "逄": "pang", "幺": "yao", "阚": "kan", "谌": "chen", "都": "du",
    "祭": "zhai", "佴": "nai", "覃": "qin", "贾": "jia", "车": "che", "柏": "bai", "薄": "bo", "卜": "bu",
    "晁": "chao", "褚": "chu", "费": "fei", "华": "hua", "哈": "ha", "黑": "he", "牟": "mu", "那": "na",
    "洗": "xian", "相": "xiang", "撒": "sa", "句": "gou", "过": "guo",
}  # fmt: skip
LONGEST_KEY = 200
TAIL = 4  # digits of a phone that people remember


def _read(text: str) -> list[str]:
    from pypinyin import lazy_pinyin  # its dictionary takes longer to load than most commands to do their work

    return lazy_pinyin(text)


def _syllables(name: str) -> list[str]:
    for length in (2, 1):
        surname = SURNAMES.get(name[:length]) if len(name) > length or length == 1 else None
        if surname:
            return [*surname.split(), *_read(name[length:])]
    return _read(name)


def name_key(name: str) -> str:
    """What a name is sorted by: its syllables, lower case, parted by blanks (曾小明: zeng xiao ming)."""
    return " ".join(" ".join(_syllables(name.strip())).lower().split())[:LONGEST_KEY]


def initials(name: str) -> str:
    """The first letters of a name's syllables (曾小明: zxm)."""
    return "".join(syllable[0] for syllable in name_key(name).split())


def tail(phone: str) -> str:
    """The last four digits of a phone number."""
    return "".join(digit for digit in phone if digit.isdecimal())[-TAIL:]


def masked(phone: str | None) -> str:
    """A number nobody can call: 138****5678."""
    digits = "".join(sign for sign in phone or "" if sign.isdecimal())
    if len(digits) < 7:
        return "*" * len(digits)
    return f"{digits[:3]}****{digits[-TAIL if len(digits) >= 11 else -2 :]}"
