/* In the head of the 404 page: where its first style sheet is not to be had, the site lies at
   another root than was known when it was built. Looks for it above the address, and writes
   the page anew with the right URLs. Until then the page is hidden: it has no style. */
(from => {
  if (window.wikiRoot) return;
  const rewrite = async () => {
    const folders = location.pathname.split('/');
    while (folders.pop() !== undefined && folders.length) {
      const root = `${folders.join('/')}/`;
      if (root === from || !(await fetch(`${root}objects.inv`, {method: 'HEAD'})).ok) continue;
      const page = await (await fetch(location.href)).text();
      document.open();
      document.write(page.replaceAll(`="${from}`, `="${root}`));
      document.close();
      return;
    }
  };
  addEventListener('error', async ({target}) => {
    if (window.wikiRoot || target.tagName !== 'LINK') return;
    window.wikiRoot = from;
    const page = document.documentElement;
    page.hidden = true;
    try {
      await rewrite();
    } finally {
      page.hidden = false;
    }
  }, true);
})
