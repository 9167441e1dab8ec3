// A table that fits needs no scrolling, so no key need stop there.
const fit = new ResizeObserver((entries) => {
  const boxes = new Set(entries.map(({ target }) => target.closest('.table-wrapper')));
  // all is measured before anything is changed, or each change would lay out the page anew
  const measured = [...boxes].map((box) => [box, box.scrollWidth > box.clientWidth]);
  for (const [box, wide] of measured) {
    if (wide) box.tabIndex = 0;
    else if (box !== document.activeElement) box.removeAttribute('tabindex');
  }
});
for (const part of document.querySelectorAll('.table-wrapper, .table-wrapper > *')) fit.observe(part);
