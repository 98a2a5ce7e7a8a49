
(() => {
  'use strict';
  const find = id => document.getElementById(id);
  const rows = [...find('rows').querySelectorAll('tr[class]')].map(row => ({
    row, text: row.textContent.toLowerCase(), status: row.querySelector('.status')?.textContent ?? '',
  }));
  const counts = new Map();
  for (const { status } of rows) {
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }

  for (const [status, count] of counts) {
    find('status').append(new Option(`${status} (${count})`, status));
  }

  const show = () => {
    const words = find('query').value.toLowerCase().split(/\s+/).filter(word => word);
    const status = find('status').value;
    let shown = 0;
    for (const one of rows) {
      const fits = (!status || one.status === status) && words.every(word => one.text.includes(word));
      one.row.hidden = !fits;
      shown += fits ? 1 : 0;
    }

    find('shown').textContent = `${shown} of ${rows.length} shown`;
  };

  let timer = 0;
  find('query').addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(show, 100);
  });
  find('status').addEventListener('change', show);
  find('search').addEventListener('submit', event => event.preventDefault());
  find('search').hidden = false;
  show();
})();
