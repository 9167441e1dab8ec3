/* Shows what `data-preview` says of a linked page, beside the link: under a mouse, or with the
   focus of the keyboard. Nothing is asked of a server. */
(() => {
  const box = document.createElement('div');
  if (!box.showPopover) return;
  box.popover = 'manual';
  box.setAttribute('role', 'tooltip');
  box.id = box.className = 'wiki-preview';
  const lines = ['kind', 'title', 'summary'].map((name) => {
    const line = document.createElement('span');
    line.className = `wiki-preview-${name}`;
    box.append(line);
    return line;
  });
  document.body.append(box);

  const said = new Map();
  for (const link of document.querySelectorAll('a[data-preview]'))
    said.set(link.getAttribute('href'), link.dataset);
  const linkAt = (node) => {
    const link = node instanceof Element && node.closest('[role=main] a[href], main a[href], article a[href]');
    return link && said.has(link.getAttribute('href')) ? link : null;
  };

  let shown = null;
  let timer = 0;
  const later = (act, wait) => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };

  const hide = () => {
    clearTimeout(timer);
    if (!shown) return;
    shown.removeAttribute('aria-describedby');
    shown = null;
    box.hidePopover();
  };

  const show = (link, y) => {
    clearTimeout(timer);
    if (link === shown) return;
    hide();
    const { preview, later } = said.get(link.getAttribute('href'));
    const [kind, title, summary] = preview.split('\n');
    // what a later episode is about is for those who have seen it
    const known = !later || +(document.documentElement.dataset.seen ?? 0) >= +later;
    [kind, title, known ? summary : ''].forEach((words, index) => (lines[index].textContent = words));
    box.showPopover();
    const rows = [...link.getClientRects()];
    const row = rows.find((rect) => rect.top <= y && y <= rect.bottom) || rows[0];
    const root = document.documentElement;
    const edge = 8;
    const left = Math.min(row.left, root.clientWidth - box.offsetWidth - edge);
    const below = row.bottom + edge / 2;
    const above = row.top - box.offsetHeight - edge / 2;
    const fits = below + box.offsetHeight <= root.clientHeight || above < 0;
    box.style.left = `${Math.max(left, edge) + scrollX}px`;
    box.style.top = `${(fits ? below : above) + scrollY}px`;
    link.setAttribute('aria-describedby', box.id);
    shown = link;
  };

  document.addEventListener('pointerover', (event) => {
    if (event.pointerType === 'touch') return;
    const link = linkAt(event.target);
    if (link && link !== shown) later(() => show(link, event.clientY), 300);
    else if (link || box.contains(event.target)) clearTimeout(timer);
    else if (!shown) clearTimeout(timer);
    else if (shown !== document.activeElement) later(hide, 300);
  });
  document.addEventListener('focusin', (event) => {
    const link = linkAt(event.target);
    if (link && link.matches(':focus-visible')) show(link);
    else hide();
  });
  document.addEventListener('focusout', (event) => {
    if (event.target === shown) hide();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
  addEventListener('pagehide', hide);
})();
