/* Sorts tables by buttons in their heads, and narrows them down by boxes above them. What is
   chosen stands in the address, beside whatever else stands there. */
(() => {
  const sortBy = document.currentScript.dataset.sort;
  const language = document.documentElement.lang || undefined;
  const collator = new Intl.Collator(language, { numeric: true });

  // a dash is as good as nothing
  const keyOf = (cell) => {
    const key = cell.dataset.sort ?? cell.textContent.trim();
    return /[\p{L}\p{N}]/u.test(key) ? key : '';
  };

  const tables = [...document.querySelectorAll('table.wiki-sortable')].map((table) => {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const made = { column: -1, down: false };

    made.sort = (column, down) => {
      Object.assign(made, { column, down });
      heads.forEach((head, index) => {
        if (index === column) head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        else head.removeAttribute('aria-sort');
      });
      if (!heads[column]) return body.append(...rows);
      const keyed = rows.map((row) => [keyOf(row.cells[column]), row]);
      const numbers = keyed.every(([key]) => isFinite(key));
      keyed.sort(([a], [b]) => {
        if (!a || !b) return !a - !b;
        const order = numbers ? a - b : collator.compare(a, b);
        return down ? -order : order;
      });
      body.append(...keyed.map(([, row]) => row));
    };

    heads.forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'wiki-sort';
      if (head.querySelector('a')) {
        button.ariaLabel = sortBy.replace('%(column)s', head.textContent.trim());
      } else button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        if (made.column !== column) made.sort(column, false);
        else if (!made.down) made.sort(column, true);
        else made.sort(-1, false);
        write();
      });
    });
    return made;
  });

  const forms = [...document.querySelectorAll('template.wiki-filters')].map((template) => {
    const rows = [...template.nextElementSibling.querySelector('tbody').rows];
    const form = template.content.firstElementChild;
    form.className = 'wiki-filters';
    const selects = [...form.querySelectorAll('select')];
    const status = form.querySelector('[role=status]');
    template.replaceWith(form);

    const made = { selects };
    made.apply = () => {
      const chosen = selects.filter((select) => select.value);
      for (const row of rows)
        row.hidden = chosen.some((select) => row.dataset[select.name] !== select.value);
      // said of a choice, and when it is taken back, but not of a page that was just opened
      if (!chosen.length && !status.textContent) return;
      status.textContent = status.dataset.words
        .replace('%(shown)s', rows.filter((row) => !row.hidden).length)
        .replace('%(total)s', rows.length);
    };
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('change', () => {
      made.apply();
      write();
    });
    form.addEventListener('reset', (event) => {
      event.preventDefault();
      for (const select of selects) select.value = '';
      made.apply();
      write();
    });
    return made;
  });

  const write = () => {
    const address = new URL(location);
    const asked = address.searchParams;
    asked.delete('sort');
    tables.forEach(({ column, down }, index) => {
      if (column >= 0) asked.append('sort', `${index + 1}.${column + 1}.${down ? 'desc' : 'asc'}`);
    });
    for (const { selects } of forms)
      for (const { name, value } of selects) value ? asked.set(name, value) : asked.delete(name);
    history.replaceState(history.state, '', address);
  };

  const read = () => {
    const asked = new URLSearchParams(location.search);
    const orders = asked.getAll('sort').map((one) => one.split('.'));
    tables.forEach((table, index) => {
      const [, column, way] = orders.find(([number]) => number == index + 1) ?? [];
      if (column || table.column >= 0) table.sort((column ?? 0) - 1, way === 'desc');
    });
    for (const { selects, apply } of forms) {
      for (const select of selects) {
        const value = asked.get(select.name);
        select.value = [...select.options].some((one) => one.value === value) ? value : '';
      }
      apply();
    }
  };

  read();
  addEventListener('popstate', read);
})();
