// New arrivals ring until somebody opens or takes them: asked for while the page is seen, said politely, never taking
// the focus. What this browser has heard is kept here, so that nothing rings twice; what is taken elsewhere falls silent.
(() => {
  const ring = document.getElementById("ring");
  if (!ring) return;
  const EVERY = 15000, MUTED = "anju_ring_muted", HEARD = "anju_ring_heard";
  const line = ring.querySelector(".ring__line");
  const mute = ring.querySelector(".ring__mute");
  const title = document.title;
  let voice = null;
  let fresh = [];

  const kept = (name) => { try { return localStorage.getItem(name) || ""; } catch { return ""; } };
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window: rings again */ } };
  const heard = () => new Set(kept(HEARD).split(" ").filter(Boolean));
  const isMuted = () => kept(MUTED) === "1";
  const nameOf = (kind, key) => `${kind}:${key}`;

  // A browser lets a page sound only after a first gesture of its reader.
  const wake = () => {
    if (!voice && window.AudioContext) {
      voice = new AudioContext();
      voice.onstatechange = () => say();
      say();
    }
    if (voice && voice.state === "suspended") voice.resume().catch(() => {});
  };
  addEventListener("pointerdown", wake, { passive: true });
  addEventListener("keydown", wake, { passive: true });

  const beep = () => {
    if (isMuted() || !voice || voice.state !== "running") return;
    [880, 660].forEach((pitch, place) => {
      const tone = voice.createOscillator(), loud = voice.createGain(), from = voice.currentTime + place * 0.22;
      tone.frequency.value = pitch;
      loud.gain.setValueAtTime(0.0001, from);
      loud.gain.exponentialRampToValueAtTime(0.25, from + 0.02);
      loud.gain.exponentialRampToValueAtTime(0.0001, from + 0.2);
      tone.connect(loud).connect(voice.destination);
      tone.start(from);
      tone.stop(from + 0.21);
    });
    ring.dataset.rang = String(Number(ring.dataset.rang || 0) + 1);
  };

  const say = () => {
    const count = fresh.reduce((sum, each) => sum + each.keys.length, 0);
    document.title = count ? `(${count}) ${title}` : title;
    mute.hidden = !count && !isMuted();
    const what = fresh.map((each) => `${each.word} ${each.keys.length}`).join(" · ");
    if (line.dataset.what !== what) { // said again only when something changed
      line.dataset.what = what;
      line.replaceChildren();
      if (what) {
        const [before, after] = ring.dataset.said.split("{what}");
        line.append(before);
        fresh.forEach((each, place) => {
          if (place) line.append(" · ");
          const link = document.createElement("a");
          link.href = each.href;
          if (each.lasting) link.className = "ring__alarm";
          link.textContent = `${each.word} ${each.keys.length}`;
          link.addEventListener("click", () => acknowledge(each));
          line.append(link);
        });
        line.append(after || "");
      }
    }
    show();
  };

  const isAsleep = () => !isMuted() && !(voice && voice.state === "running");
  const show = () => {
    mute.setAttribute("aria-pressed", String(isMuted()));
    mute.querySelector(".ring__word").textContent =
      isMuted() ? mute.dataset.off : isAsleep() ? mute.dataset.asleep : mute.dataset.on;
  };

  const acknowledge = (each) => {
    if (each.lasting) return; // an alarm falls silent when somebody takes it, not when somebody looks
    const known = heard();
    each.keys.forEach((key) => known.add(nameOf(each.kind, key)));
    keep(HEARD, [...known].join(" "));
  };
  // Opening the place where something is taken, or the case itself, answers the ring: for what stands on the page as
  // it was opened, not for what comes in while it lies there.
  let opening = true;
  const opensHere = (each, key) =>
    opening && !each.lasting && (location.pathname === each.href || location.pathname === `/cases/${key.split("/")[0]}`);

  const hear = (waiting) => {
    const all = new Set(waiting.flatMap((each) => each.keys.map((key) => nameOf(each.kind, key))));
    const known = new Set([...heard()].filter((name) => all.has(name))); // what comes back rings again
    waiting.forEach((each) => each.keys.forEach((key) => { if (opensHere(each, key)) known.add(nameOf(each.kind, key)); }));
    opening = false;
    keep(HEARD, [...known].join(" "));
    fresh = waiting
      .map((each) => ({ ...each, keys: each.keys.filter((key) => !known.has(nameOf(each.kind, key))) }))
      .filter((each) => each.keys.length);
    say();
    if (fresh.some((each) => each.lasting || !document.hidden)) beep();
  };

  let asking = false;
  let unseen = 0; // a page nobody sees asks every minute, for the alarms
  const ask = async () => {
    if (asking || (document.hidden && ++unseen % 4)) return;
    asking = true;
    try {
      const answer = await fetch(ring.dataset.href, { cache: "no-cache", redirect: "error" });
      if (answer.status === 204) hear([]);
      else if (answer.ok) hear((await answer.json()).waiting);
    } catch { /* offline, or signed out: the next page says so */ } finally { asking = false; }
  };

  // The gesture that lets it sound is not yet the wish to silence it.
  let woke = false;
  mute.addEventListener("pointerdown", () => { woke = isAsleep(); });
  mute.addEventListener("click", () => {
    if (!woke) keep(MUTED, isMuted() ? "" : "1");
    woke = false;
    say();
  });
  ask();
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
})();
