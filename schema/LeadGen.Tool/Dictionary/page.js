(() => {
  'use strict';

  const table = document.querySelector('#page-fields > table');
  const body = table.tBodies[0];
  const form = document.getElementById('page-controls');
  const search = document.getElementById('page-search');
  const filters = [...form.querySelectorAll('select')];
  const count = document.getElementById('page-count');
  const none = document.getElementById('page-none');
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  const fold = text => text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е');
  const foldAll = places => fold([...places].map(place => place.textContent).join('\n'));
  const rows = [...body.rows].map(row => ({
    row,
    text: foldAll(row.querySelectorAll('[data-find]')),
    lists: [...row.querySelectorAll('details')].map(list => ({ list, text: foldAll(list.querySelectorAll('[data-find]')) })),
  }));

  const words = () => fold(search.value).split(/\s+/).filter(word => word);

  const show = () => {
    const wanted = words();
    let shown = 0;
    for (const { row, text } of rows) {
      const isHit = wanted.every(word => text.includes(word))
        && filters.every(filter => !filter.value || row.dataset[filter.name] === filter.value);
      row.hidden = !isHit;
      shown += isHit;
    }
    none.hidden = shown > 0;
    count.textContent = count.dataset.text.replace('{0}', shown).replace('{1}', rows.length);
  };

  // Expand lists that contain a match. Filters do not change which lists are expanded.
  const find = () => {
    const wanted = words();
    for (const { list, text } of rows.flatMap(({ lists }) => lists)) {
      list.open = wanted.some(word => text.includes(word));
    }
    show();
  };

  const sort = header => {
    const direction = header.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
    for (const other of table.tHead.rows[0].cells) {
      other.removeAttribute('aria-sort');
    }
    header.setAttribute('aria-sort', direction);
    const sign = direction === 'ascending' ? 1 : -1;
    const key = ({ row }) => row.cells[header.cellIndex].textContent;
    body.append(...rows.toSorted((a, b) => sign * collator.compare(key(a), key(b))).map(({ row }) => row));
  };

  for (const header of table.querySelectorAll('th[data-sort]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...header.childNodes);
    button.addEventListener('click', () => sort(header));
    header.append(button);
  }

  // Reset the filters if they hide the field that a link points to.
  const reveal = () => {
    const row = rows.find(({ row }) => row.matches(':target'))?.row;
    if (row?.hidden) {
      form.reset();
      row.scrollIntoView();
    }
  };

  form.addEventListener('input', event => event.target === search ? find() : show());
  form.addEventListener('reset', event => {
    event.preventDefault();
    search.value = '';
    filters.forEach(filter => { filter.value = ''; });
    find();
  });
  form.addEventListener('submit', event => event.preventDefault());
  addEventListener('hashchange', reveal);
  document.addEventListener('keydown', event => {
    const isTyping = event.target.closest('input, select, textarea');
    if (event.key === '/' && !isTyping && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === 'Escape' && event.target === search) {
      event.preventDefault();
      search.value = '';
      find();
    }
  });

  form.hidden = false;
  show();
})();
