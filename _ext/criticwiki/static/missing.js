// Suggests pages whose address or title is near to the one that is missing. What pages there are
// is read from the inventory that every Sphinx site has; it names nothing that a spoiler hides.

(() => {
const place = document.querySelector('.wiki-missing');
const list = place.querySelector('[data-inventory]');
const plain = (text) => text.toLowerCase().normalize('NFKD').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
const words = (text) => plain(text).split(' ').map((word) => (/^\d+$/.test(word) ? `${+word}` : word));

function pairs(text) {
  const found = new Set();
  for (const word of words(text)) {
    for (let i = -1; i < word.length; i += 1) found.add((word[i] ?? ' ') + (word[i + 1] ?? ' '));
  }
  return found;
}

function likeness(one, other) {
  const [a, b] = [pairs(one), pairs(other)];
  const both = [...a].filter((pair) => b.has(pair)).length;
  return Math.max((2 * both) / (a.size + b.size), (0.9 * both) / a.size); // like it, or a part of it
}

function nearness(wanted, page) {
  const [asked, named] = [wanted.split('/'), page.name.split('/')];
  const last = asked[asked.length - 1];
  const likest = Math.max(likeness(last, named[named.length - 1]), likeness(last, page.title));
  const beside = asked.length > 1 && named.length > 1 && likeness(asked[0], named[0]) > 0.7;
  const number = words(last).find((word) => /^\d+$/.test(word));
  const numbered = number && words(named[named.length - 1])[0] === number;
  return likest + (beside ? 0.1 : 0) + (beside && numbered ? 0.5 : 0);
}

const plainAddress = (text) => text.replace(/(\/?index)?(\.html?)?\/*$/, '').replace(/^\/+/, '');

async function pages() {
  const bytes = new Uint8Array(await (await fetch(list.dataset.inventory)).arrayBuffer());
  let start = 0;
  for (let line = 0; line < 4; line += 1) start = bytes.indexOf(10, start) + 1;
  const packed = new Blob([bytes.subarray(start)]).stream();
  const text = await new Response(packed.pipeThrough(new DecompressionStream('deflate'))).text();
  const lines = text.matchAll(/^(.+?) (?:std:doc|wiki:critic) -?\d+ (\S*) (.*)$/gm);
  return [...lines].map(([, name, address, title]) => ({
    name: plainAddress(address.replace(/\$$/, name)),
    address: address.replace(/\$$/, name),
    title: title === '-' ? name : title,
  }));
}

const root = list.dataset.inventory.replace(/objects\.inv.*$/, '');
let path = location.pathname;
try {
  path = decodeURIComponent(path);
} catch {} // an address in another encoding than UTF-8
const within = path.startsWith(root) ? path.slice(root.length) : path;
const wanted = plainAddress(within);

const form = place.querySelector('form');
form.elements.q.value = plain(wanted.split('/').pop());
const settle = () => place.removeAttribute('data-waits');

if (wanted && 'DecompressionStream' in window) {
  pages().then((known) => {
    const near = known
      .map((page) => ({ ...page, nearness: nearness(wanted, page) }))
      .filter((page) => page.nearness >= 0.6)
      .sort((a, b) => b.nearness - a.nearness || (a.name < b.name ? -1 : 1))
      .slice(0, 4);
    for (const page of near) {
      const link = document.createElement('a');
      link.href = root + page.address;
      link.textContent = page.title;
      const item = document.createElement('li');
      item.append(link);
      list.querySelector('ul').append(item);
    }
    list.hidden = near.length === 0;
  }).catch(() => {}).then(settle);
} else settle();
})();
