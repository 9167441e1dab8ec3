/* Search boxes beside the page: Ctrl-K and `/` lead to one, and what results in them as a reader
   types is loaded when one is first used. */
(() => {
  'use strict';
  const here = document.currentScript;
  const file = name => new URL(`${name}?v=${here.dataset.v}`, here.src).href;
  const boxes = [...document.querySelectorAll('form:not(.wiki-search form) input[name=q]')];
  const add = (tag, values) => new Promise((onload, onerror) =>
    document.head.append(Object.assign(document.createElement(tag), values, {onload, onerror})));
  const script = name => add('script', {src: file(name)});
  let loading;

  const begin = ({target}) => {
    loading ??= Promise.all([
      window.wikiSearch || script('search.js'),
      add('link', {rel: 'stylesheet', href: file('search.css')}),
    ]).then(() => script('search-list.js')).catch(() => { loading = null; });
    loading.then(() => window.wikiSearch?.attach?.(target));
  };
  for (const box of boxes) {
    box.autocomplete = 'off';
    box.addEventListener('focus', begin);
    if (box === document.activeElement) begin({target: box});
  }

  addEventListener('keydown', event => {
    const {key, ctrlKey, metaKey, altKey, shiftKey, target} = event;
    const short = (ctrlKey || metaKey) && key.toLowerCase() === 'k' && !altKey && !shiftKey;
    const writes = target.closest?.('input, textarea, select, [contenteditable]');
    if (!short && (key !== '/' || ctrlKey || metaKey || altKey || writes)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const box = document.getElementById('wiki-search-words') || boxes[0];
    if (!box) {
      location.href = new URL(`../${here.dataset.page}`, here.src);
      return;
    }
    const drawer = document.getElementById('__navigation');  // of furo, where screens are narrow
    if (drawer && box.form.getBoundingClientRect().right <= 0) drawer.checked = true;
    box.focus();
    box.select();
  }, true);
})();
