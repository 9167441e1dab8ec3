// Follows the build: shows the page anew when it has changed, and what is to be mended.
(() => {
  'use strict';
  const {events, number, words: told} = document.currentScript.dataset;
  const words = JSON.parse(told);
  const place = `criticwiki-live:${location.pathname}`;
  const closed = 'criticwiki-live-closed';
  const MOST = 50;
  let since = number;
  let source = null;

  const kept = sessionStorage.getItem(place);
  if (kept !== null) {
    sessionStorage.removeItem(place);
    addEventListener('load', () => scrollTo({top: Number(kept), behavior: 'instant'}));
  }

  function follow() {
    const page = encodeURIComponent(decodeURIComponent(location.pathname));
    source = new EventSource(`${events}?since=${since}&page=${page}`);
    source.onmessage = (event) => {
      const state = JSON.parse(event.data);
      since = state.number;
      if (state.reload) {
        leave();
        sessionStorage.setItem(place, String(scrollY));
        location.reload();
      } else {
        show(state);
      }
    };
  }

  function leave() {
    if (source) source.close();
    source = null;
  }

  // A browser opens few connections to one server: only the page in view keeps one.
  addEventListener('visibilitychange', () => {
    if (document.hidden) leave();
    else if (!source) follow();
  });
  addEventListener('pagehide', leave);
  addEventListener('pageshow', (event) => {
    if (event.persisted && !source) follow();
  });
  if (!document.hidden) follow();

  function element(name, text, ...children) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    made.append(...children);
    return made;
  }

  // In brackets, as the check writes it.
  function kind({code, about}) {
    if (!code) return [];
    const name = element(about ? 'a' : 'span', code);
    if (about) name.href = `/${about}`;
    return [' [', name, ']'];
  }

  let panel = null;
  let last = '';

  function show(state) {
    const content = JSON.stringify([state.failure, state.problems]);
    if (content === last) return;
    last = content;
    const nothing = !state.failure && !state.problems.length;
    if (!panel) {
      if (nothing) return;
      const host = element('criticwiki-live');
      const root = host.attachShadow({mode: 'open'});
      panel = element('section');
      panel.setAttribute('role', 'alert');
      root.append(element('style', STYLE), panel);
      document.body.append(host);
    }
    panel.hidden = nothing || sessionStorage.getItem(closed) === content;
    if (panel.hidden) {
      panel.replaceChildren();
      return;
    }
    const title = state.failure ? words.failure : `${words.problems}: ${state.problems.length}`;
    const button = element('button', words.close);
    button.type = 'button';
    button.addEventListener('click', () => {
      sessionStorage.setItem(closed, content);
      panel.hidden = true;
      panel.replaceChildren();
    });
    const parts = [element('header', '', element('strong', title), button)];
    if (state.failure) parts.push(element('pre', state.failure));
    if (state.problems.length) {
      const items = state.problems.slice(0, MOST).map((problem) => {
        const where = problem.place ? [element('code', problem.place), ': '] : [];
        return element('li', '', ...where, problem.message, ...kind(problem));
      });
      parts.push(element('ul', '', ...items));
    }
    const more = state.problems.length - MOST;
    if (more > 0) parts.push(element('p', words.more.replace('%(count)d', more)));
    panel.replaceChildren(...parts);
  }

  const STYLE = `
    section {
      position: fixed; inset: auto 1rem 1rem 1rem; z-index: 2147483647;
      max-height: 40vh; overflow: auto; box-sizing: border-box; padding: .75rem 1rem;
      border: 2px solid #b42318; border-radius: .4rem; background: #fff; color: #1c1c1c;
      font: 15px/1.45 system-ui, sans-serif; box-shadow: 0 .3rem 1.2rem #0006;
    }
    section[hidden] { display: none; }
    header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
    ul { margin: .5rem 0 0; padding-left: 1.2rem; }
    li { overflow-wrap: anywhere; }
    pre { margin: .5rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
    code { font-family: ui-monospace, monospace; color: #8a1a10; }
    button {
      font: inherit; padding: .2rem .7rem; cursor: pointer; color: inherit;
      background: #f2f2f2; border: 1px solid #767676; border-radius: .3rem;
    }
    a { color: #1a4f9c; }
    a:focus-visible, button:focus-visible { outline: 3px solid #1a5fb4; outline-offset: 2px; }
    @media print { section { display: none; } }
  `;
})();
