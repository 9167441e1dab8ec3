/* List of results under a search box, as a reader types: arrow keys choose one, Enter opens it. */
wikiSearch.attach = (() => {
  'use strict';
  const {add, write, say, line, find, excerpt, address, ready, seen} = wikiSearch;
  const SHOWN = 6, TOLD = 3, REST = 200;
  const attached = new Set();

  return box => {
    if (attached.has(box)) return;
    attached.add(box);
    const id = `wiki-results-${attached.size}`;
    const list = add(box.form, 'ul', '', 'wiki-results');
    const status = add(box.form, 'p', '', 'wiki-results-status');
    let active = null, turn = 0, stale = false, typing, moving;
    Object.assign(list, {id, popover: 'manual', hidden: true});
    list.setAttribute('role', 'listbox');
    status.setAttribute('role', 'status');
    for (const [name, value] of Object.entries({
      role: 'combobox', 'aria-controls': id, 'aria-expanded': false, 'aria-autocomplete': 'list',
    })) box.setAttribute(name, value);

    const choose = option => {
      active?.setAttribute('aria-selected', false);
      active = option;
      if (!option) return box.removeAttribute('aria-activedescendant');
      option.setAttribute('aria-selected', true);
      option.fill?.();
      option.scrollIntoView({block: 'nearest'});
      box.setAttribute('aria-activedescendant', option.id);
    };
    const close = () => {
      clearTimeout(typing);
      turn++;
      choose(null);
      if (!list.hidden) list.hidePopover?.();
      list.hidden = true;
      box.setAttribute('aria-expanded', false);
    };
    const open = () => {
      const {left, bottom} = box.getBoundingClientRect();
      const width = Math.min(480, innerWidth - 16);
      list.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
      list.style.top = `${bottom + 4}px`;
      list.style.width = `${width}px`;
      list.style.maxHeight = `${innerHeight - bottom - 12}px`;
      if (list.hidden) {
        list.hidden = false;
        list.showPopover?.();
      }
      box.setAttribute('aria-expanded', true);
    };
    const option = go => {
      const item = add(list, 'li');
      item.setAttribute('role', 'option');
      item.id = `${id}-${list.children.length}`;
      item.setAttribute('aria-selected', false);
      item.go = go;
      return item;
    };
    const visit = (event, to) =>
      event.ctrlKey || event.metaKey ? window.open(to, '_blank', 'noopener') : location.assign(to);

    async function show() {
      const query = box.value.trim();
      const now = ++turn;
      if (!query) return close();
      try {
        await ready();
        const {hits, near, some} = await find(query, seen());
        const shown = (hits.length ? hits : near).slice(0, SHOWN);
        if (now !== turn) return;
        stale = box.value.trim() !== query;
        choose(null);
        list.textContent = '';
        const said = wikiSearch.data.says;
        list.setAttribute('aria-label', said.results);
        const fills = shown.map(draw);
        const which = !hits.length ? 'none' : some ? 'some' : hits.length > 1 ? 'many' : 'one';
        const text = say(said[which], {words: query, count: hits.length});
        status.textContent = shown.length && !hits.length ? `${text} ${said.meant}` : text;
        if (which !== 'many' && which !== 'one') lead(status.textContent);
        if (hits.length) add(option(submit), 'span', say(said.all, {words: query}));
        if (!list.firstChild) return close();
        open();
        // what stands on pages is loaded for what a reader looks at, when they stop typing
        setTimeout(() => {
          if (now === turn) for (const fill of fills.slice(0, TOLD)) fill();
        }, REST);
      } catch {
        close();  // Enter still leads to the search page, which says what is wrong
      }
    }
    const submit = () => box.form.requestSubmit();
    const lead = text => {
      const item = add(list, 'li', text, 'wiki-results-note');
      item.setAttribute('role', 'presentation');
      list.prepend(item);
    };

    function draw(hit, place) {
      let to = address(hit.docname, hit.anchor), filled;
      const item = option(event => visit(event, to));
      add(item, 'b', hit.title);
      add(item, 'small', line(hit));
      const text = add(item, 'span', '', 'wiki-results-text');
      text.hidden = place >= TOLD;
      return item.fill = async () => {
        if (filled) return;
        filled = true;
        const part = await excerpt(hit, seen());
        text.hidden = !part?.pieces.length;
        if (text.hidden) return;
        to = address(hit.docname, part.anchor || hit.anchor);
        for (const [piece, marked] of part.pieces)
          marked ? add(text, 'mark', piece) : write(text, piece);
      };
    }

    const move = step => {
      const options = [...list.querySelectorAll('[role=option]')];
      if (list.hidden || !options.length) return;
      const from = active ? options.indexOf(active) : step > 0 ? -1 : options.length;
      choose(options.at((from + step) % options.length));
    };

    box.addEventListener('input', () => {
      stale = true;
      moving = null;
      choose(null);
      clearTimeout(typing);
      typing = setTimeout(show, 80);
    });
    box.addEventListener('keydown', event => {
      if (event.isComposing) return;  // the key belongs to an input method
      const isOpen = !list.hidden;
      const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
      if (step) {
        event.preventDefault();
        if (!isOpen) return void show();
        if (!stale) return move(step);
        // the results shown are those of words that have changed since
        clearTimeout(typing);
        moving = Promise.resolve(moving || show()).then(() => move(step));
      } else if (event.key === 'Enter' && isOpen && (moving || active)) {
        event.preventDefault();
        Promise.resolve(moving).then(() => (active?.go || submit)(event));
      } else if (event.key === 'Escape') {
        if (isOpen) {
          event.preventDefault();
          event.stopPropagation();
        }
        close();
      }
    });
    list.addEventListener('mousedown', event => event.preventDefault());  // the box keeps the focus
    list.addEventListener('click', event => event.target.closest('[role=option]')?.go(event));
    box.addEventListener('blur', close);
    box.addEventListener('focus', () => box.value && show());
    for (const name of ['resize', 'pagehide']) addEventListener(name, close);
    ready().catch(() => {});
    if (box === document.activeElement && box.value) show();
  };
})();
