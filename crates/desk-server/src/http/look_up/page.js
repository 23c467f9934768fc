'use strict';
(() => {
  const at = (id) => document.getElementById(id);
  // An address that somebody mangled names no code; what stands in it is shown as it is.
  const named = location.pathname.replace(/^\/h\//, '');
  let code = named;
  try {
    code = decodeURIComponent(named);
  } catch {}
  code = code.slice(0, 64);
  at('code').textContent = code;
  at('which').hidden = false;

  const show = (when) => {
    for (const part of document.querySelectorAll('[data-when]')) part.hidden = part.dataset.when !== when;
    at('again').hidden = when !== 'silent' && when !== 'later';
  };
  const fill = (name, words) => {
    if (words) for (const language of ['vi', 'en']) at(`${name}-${language}`).textContent = words[language];
    const block = at(name);
    if (block) block.hidden = !words;
    // A name that has no English stands there once.
    at(`${name}-en`).hidden = !words || words.en === words.vi;
  };

  // The proof stands behind # and is sent by nothing but this request.
  const ask = async () => {
    show('asking');
    try {
      const body = JSON.stringify({ code, proof: location.hash.slice(1) });
      const answer = await fetch('/h/check', { method: 'POST', headers: { 'content-type': 'application/json' }, body, cache: 'no-store', credentials: 'omit' });
      if (answer.status === 429 || answer.status === 503) return show('later');
      if (!answer.ok) return show('silent');
      const told = await answer.json();
      fill('said', told.said);
      fill('due', told.due);
      fill('collect', told.collect);
      show('told');
    } catch {
      show('silent');
    }
  };
  at('again').addEventListener('click', ask);
  addEventListener('hashchange', ask);
  ask();
})();
