/* Sorts tables by buttons in their heads, and narrows them down by boxes above them. What is
   chosen stands in the address, beside whatever else stands there. A table that goes on from page
   to page loads the rows of all pages with the first choice, and shows them part by part. */
(() => {
  const sortBy = document.currentScript.dataset.sort;
  const language = document.documentElement.lang || undefined;
  const collator = new Intl.Collator(language, { numeric: true });
  const part = 50;

  // a dash is as good as nothing, and the order of hidden scores would tell them
  const keyOf = (cell) => {
    if (cell.querySelector('.wiki-score-hidden')) return '';
    const key = cell.dataset.sort ?? cell.textContent.trim();
    return /[\p{L}\p{N}]/u.test(key) ? key : '';
  };

  const ordered = (rows, column, down) => {
    if (column < 0) return rows;
    const keyed = rows.map((row) => [keyOf(row.cells[column]), row]);
    const numbers = keyed.every(([key]) => isFinite(key));
    keyed.sort(([a], [b]) => {
      if (!a || !b) return !a - !b;
      const order = numbers ? a - b : collator.compare(a, b);
      return down ? -order : order;
    });
    return keyed.map(([, row]) => row);
  };

  // a script, since pages from files on the disk may load nothing else
  const rowsOf = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = address;
      script.onload = () => {
        const holder = document.createElement('template');
        holder.innerHTML = `<table><tbody>${window.wikiRows.join('')}</tbody></table>`;
        resolve([...holder.content.querySelector('tbody').rows]);
      };
      script.onerror = reject;
      document.head.append(script);
    });

  const tables = [...document.querySelectorAll('table.wiki-sortable')].map((table) => {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const first = [...body.rows];
    const made = { table, rows: first, column: -1, down: false, choice: () => [], told() {} };
    let limit = part;

    const matching = () => {
      const chosen = made.choice();
      const rows = ordered(made.rows, made.column, made.down);
      return [rows, (row) => chosen.every(({ name, value }) => row.dataset[name] === value)];
    };

    const show = () => {
      const [rows, matches] = matching();
      body.append(...rows);
      for (const row of rows) row.hidden = !matches(row);
      made.told(rows.filter(matches).length, rows.length);
    };

    const showPart = () => {
      const plain = made.column < 0 && !made.choice().length;
      if (made.further) made.further.hidden = !plain;
      made.more.hidden = true;
      if (plain) {
        body.replaceChildren(...first);
        return made.told();
      }
      if (made.rows === first) {
        made.loading ??= rowsOf(made.source).then(
          (rows) => {
            made.rows = rows;
            showPart();
          },
          () => {
            made.loading = undefined;
            made.failed();
          },
        );
        return;
      }
      const [rows, matches] = matching();
      const matched = rows.filter(matches);
      body.replaceChildren(...matched.slice(0, limit));
      made.more.hidden = matched.length <= limit;
      made.told(matched.length, rows.length);
    };

    made.show = () => {
      limit = part;
      made.source ? showPart() : show();
    };

    made.goesOn = (source, label) => {
      made.source = source;
      made.further = table.closest('[id^=wiki-rows]')?.querySelector('.wiki-leads');
      made.more = document.createElement('button');
      made.more.type = 'button';
      made.more.className = 'wiki-more-rows';
      made.more.textContent = label;
      made.more.hidden = true;
      (table.closest('.table-wrapper') ?? table).after(made.more);
      made.more.addEventListener('click', () => {
        const next = limit;
        limit += part;
        showPart();
        body.rows[next]?.querySelector('a')?.focus();
      });
    };

    made.sort = (column, down) => {
      Object.assign(made, { column: heads[column] ? column : -1, down });
      heads.forEach((head, index) => {
        if (index === column) head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        else head.removeAttribute('aria-sort');
      });
      made.show();
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

  const forms = [...document.querySelectorAll('form.wiki-filters')].map((form) => {
    const made = tables.find(({ table }) => form.nextElementSibling.contains(table));
    const selects = [...form.querySelectorAll('select')];
    const status = form.querySelector('[role=status]');
    if (form.dataset.rows) made.goesOn(form.dataset.rows, form.dataset.more);

    made.choice = () => selects.filter((select) => select.value);
    made.told = (shown, total) => {
      // said of a choice, and when it is taken back, but not of a page that was just opened
      if (!made.choice().length && !status.textContent) return;
      status.textContent =
        total === undefined
          ? ''
          : status.dataset.words.replace('%(shown)s', shown).replace('%(total)s', total);
    };
    made.failed = () => {
      status.textContent = form.dataset.failed;
    };
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('change', () => {
      made.show();
      write();
    });
    form.addEventListener('reset', (event) => {
      event.preventDefault();
      for (const select of selects) select.value = '';
      made.show();
      write();
    });
    return { selects, made };
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
    for (const { selects } of forms)
      for (const select of selects) {
        const value = asked.get(select.name);
        select.value = [...select.options].some((one) => one.value === value) ? value : '';
      }
    tables.forEach((table, index) => {
      const [, column, way] = orders.find(([number]) => number == index + 1) ?? [];
      if (column || table.column >= 0) table.sort((column ?? 0) - 1, way === 'desc');
    });
    for (const { made } of forms) made.show();
  };

  read();
  addEventListener('popstate', read);
})();
