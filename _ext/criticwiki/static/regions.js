// A table that fits needs no scrolling, so no key need stop there.
const fit = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const box = target.closest('.table-wrapper');
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else if (box !== document.activeElement) box.removeAttribute('tabindex');
  }
});
for (const part of document.querySelectorAll('.table-wrapper, .table-wrapper > *')) fit.observe(part);
