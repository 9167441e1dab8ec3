// The row of an aspect opens where the address names it; once closed by hand it stays closed.
const openRow = () => {
  let name = '';
  try {
    name = decodeURIComponent(location.hash.slice(1));
  } catch {}
  const opens = name && document.getElementById(name)?.querySelector(':scope > tr > th .wiki-opens');
  if (opens) opens.open = true;
};
for (const opens of document.querySelectorAll('.wiki-opens')) {
  opens.addEventListener('toggle', () => {
    opens.closest('tbody').classList.toggle('wiki-shut', !opens.open);
  });
}
openRow();
addEventListener('hashchange', openRow);
addEventListener('click', ({ target }) => {
  if (target.closest?.('a[href]')?.hash === location.hash) setTimeout(openRow);
});
