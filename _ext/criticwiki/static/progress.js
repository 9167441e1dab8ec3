/* The controls of the viewing progress, and addresses that lead into a closed block. What is
   open on a page is settled in its head already. */
(() => {
  'use strict';
  const state = window.wikiProgress;
  const boxes = [...document.querySelectorAll('.wiki-seen')];
  const find = (box, selector) => box.querySelector(selector);
  let stores = true;

  // where storage is blocked, the address alone says what was seen
  const store = (name, key, value) => {
    try {
      if (value) window[name].setItem(key, value);
      else window[name].removeItem(key);
    } catch {
      stores = false;
    }
  };
  const carry = address => {
    const there = new URL(address);
    if (state.seen) there.searchParams.set('seen', state.seen);
    else there.searchParams.delete('seen');
    return there.href;
  };

  const reveal = () => {
    let goal;
    try {
      goal = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {}
    let closed = false;
    for (let up = goal?.closest('details'); up; up = up.parentElement.closest('details')) {
      closed ||= !up.open;
      up.open = true;
    }
    if (closed) goal.scrollIntoView();
  };

  // a server may forbid the script in the head, and then nothing is offered
  if (state && boxes.length) {
    const {texts, asked} = state;
    const bar = Object.assign(document.createElement('div'), {className: 'wiki-keep', hidden: true});
    bar.setAttribute('role', 'status');

    const count = () => {
      const blocks = state.seen ? document.querySelectorAll('details.spoiler:not([open])') : [];
      const closed = [...blocks].filter(block => block.getClientRects().length).length;
      for (const box of boxes)
        find(box, 'output').value = closed ? texts.closed.replace('%d', closed) : '';
    };
    const show = (seen, hides = state.hides) => {
      const before = state.seen;
      state.set(seen, hides);
      document.querySelectorAll(state.parts).forEach(part => state.show(part, before));
      count();
    };
    const choose = seen => {
      bar.hidden = true;
      state.free = false;
      store('sessionStorage', state.openKey);
      store('sessionStorage', state.key);
      show(seen);
      store('localStorage', state.key, state.seen);
      const there = new URL(location);
      if (!stores) there.href = carry(there.href);
      else there.searchParams.delete('seen');
      if (there.href !== location.href) history.replaceState(history.state, '', there.href);
    };
    const button = (words, act) => Object.assign(
      document.createElement('button'), {type: 'button', textContent: words, onclick: act});

    /* Ask whether to keep the number of an address, as long as it holds and is another. */
    const offer = () => {
      const {seen} = state, mine = state.kept();
      bar.hidden = !stores || state.visit() === null || seen === mine;
      bar.replaceChildren(
        seen ? state.say(texts.visit, seen) : texts.closes, ' ',
        button(seen ? state.say(texts.keep, seen) : texts.keepClosed, () => choose(seen)), ' ',
        button(mine ? state.say(texts.back, mine) : texts.none, () => choose(mine)),
      );
    };

    for (const box of boxes) {
      const field = find(box, 'select, input[type=number]');
      field.onchange = () => choose(state.number(field.value) ?? 0);
      find(box, '.wiki-seen-reset').onclick = () => {
        choose(0);
        field.focus();
      };
      find(box, '[type=checkbox]').onchange = ({target}) => {
        store('localStorage', state.hideKey, target.checked && '1');
        show(state.seen, target.checked);
      };
      find(box, '.wiki-seen-copy').onclick = async () => {
        const link = find(box, '.wiki-seen-link');
        link.value = carry(location.href);
        try {
          await navigator.clipboard.writeText(link.value);
          find(box, 'output').value = texts.copied;
        } catch {
          link.hidden = false;
          link.select();
        }
      };
    }
    document.body.append(bar);
    count();
    if (asked !== null) {
      store('sessionStorage', state.key, `${state.seen}`);
      offer();
    }

    addEventListener('click', ({target}) => {
      const choice = target.closest?.('.plot-choice button');
      if (choice?.value) choose(state.number(choice.value));
      else if (choice) {
        state.free = true;
        store('sessionStorage', state.openKey, '1');
        show(state.seen);
      }
      // the button is gone: the focus goes to what it has opened
      if (choice) document.querySelector('details.plot > summary')?.focus({preventScroll: true});
    });
    // another tab has said more, or this page comes back as it was left
    const again = () => {
      show(state.visit() ?? state.kept(), state.hidden());
      if (!bar.hidden) offer();
    };
    addEventListener('storage', again);
    addEventListener('pageshow', ({persisted}) => persisted && stores && again());
  }

  const closeChip = target => {
    for (const chip of document.querySelectorAll('.wiki-chip[open]')) {
      if (target && chip.contains(target)) continue;
      if (chip.contains(document.activeElement)) find(chip, 'summary').focus();
      chip.open = false;
    }
  };
  reveal();
  addEventListener('hashchange', reveal);
  addEventListener('click', ({target}) => {
    const link = target.closest?.('a[href]');
    const near = link?.protocol === location.protocol && link.host === location.host;
    if (near && state?.seen && !stores) link.href = carry(link.href);
    if (link?.hash && link.hash === location.hash) setTimeout(reveal);
    closeChip(target);
  });
  addEventListener('keydown', ({key}) => {
    if (key !== 'Escape') return;
    // furo's drawers are checkboxes, and one is in sight as long as the focus is in it
    for (const drawer of document.querySelectorAll('.sidebar-toggle:checked')) drawer.checked = false;
    const around = document.activeElement.closest('.sidebar-drawer, .toc-drawer');
    if (around && getComputedStyle(around).position === 'fixed') document.activeElement.blur();
    closeChip();
  });
})();
