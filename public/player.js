// What an open player owes the people in its clip: it asks every so often whether the clip may still be shown, and stops
// when it may not. It also counts a view. No cookie is sent; on other sites nothing is stored either.

(() => {
  /** Where a tab remembers which clips it has counted. */
  const COUNTED = 'counted';

  /** Keeps one player to what may be shown. */
  function keep(video) {
    const { alive, view, viewMs, beatMs, remembers } = video.dataset;
    let over = false;
    let asking = false;
    let timer;

    const stop = (words) => {
      over = true;
      clearInterval(timer);
      video.pause();
      // Whatever was loaded goes, the frame on the screen and the still included.
      video.querySelectorAll('source').forEach((source) => source.remove());
      video.removeAttribute('src');
      video.removeAttribute('poster');
      video.load();
      const said = document.createElement('p');
      said.className = 'gone';
      said.setAttribute('role', 'status');
      said.textContent = words;
      video.replaceWith(said);
      // What was said in it goes with it.
      document.querySelectorAll('.script').forEach((script) => script.remove());
    };

    const beat = async () => {
      if (over || asking) return;
      asking = true;
      try {
        const answer = await fetch(alive, { credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' });
        const { state } = answer.ok ? await answer.json() : {};
        if (state === 'withdrawn') stop('Withdrawn by someone in it');
        else if (state === 'gone') stop('This clip is not here any more');
      } catch {
        // No network: the next beat asks again, and the player runs out of what it has loaded.
      } finally {
        asking = false;
      }
    };

    // While it plays, seen or not; at once when it goes on, or comes back before somebody's eyes.
    const run = () => {
      clearInterval(timer);
      if (over || video.paused) return;
      timer = setInterval(beat, Number(beatMs));
      beat();
    };
    video.addEventListener('play', run);
    for (const kind of ['pause', 'emptied']) video.addEventListener(kind, () => clearInterval(timer));
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && beat());
    addEventListener('pageshow', (event) => event.persisted && beat());
    video.addEventListener('error', beat, true);
    run();

    const seen = () => JSON.parse(sessionStorage.getItem(COUNTED) ?? '[]');
    const counted = () => {
      try {
        return remembers !== undefined && seen().includes(view);
      } catch {
        return false;
      }
    };
    const count = () => {
      const played = Array.from({ length: video.played.length }, (_, i) => video.played.end(i) - video.played.start(i));
      const enough = Math.min(Number(viewMs) / 1000, 0.9 * (video.duration || Infinity));
      if (played.reduce((sum, s) => sum + s, 0) < enough) return;
      video.removeEventListener('timeupdate', count);
      if (over || counted()) return;
      const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
      fetch(view, { method: 'POST', credentials: 'omit', keepalive: true, headers: { 'idempotency-key': key } }).catch(() => {});
      if (remembers === undefined) return;
      try {
        sessionStorage.setItem(COUNTED, JSON.stringify([...seen(), view].slice(-200)));
      } catch {
        // A browser that stores nothing counts again after a reload.
      }
    };
    video.addEventListener('timeupdate', count);
  }

  document.querySelectorAll('video[data-alive]').forEach(keep);
})();
