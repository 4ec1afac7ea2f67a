// The page's state is the cart and the ids of the orders; everything else is asked for.
const $ = id => document.getElementById(id);
const money = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });
const tints = {
  beans: ['#f1dfcb', '#4a2c1d', '#b5673a', '#f3e7d3'], cup: ['#dfe6df', '#6b4226', '#5d7f73', '#f7f3ea'],
  dripper: ['#e9e1f0', '#5b4a70', '#c4b2d8', '#fbf8ff'], espresso: ['#f4dcd3', '#5b2a20', '#b3bdb9', '#a8472a'],
  grinder: ['#dbe4ea', '#2d4452', '#7b98a8', '#f2f6f8'], kettle: ['#f6e6bf', '#6b4d12', '#c9962f', '#fff6dc'],
  scale: ['#e2e2dc', '#3b3f3b', '#9a7b5b', '#fafaf5'], tea: ['#e0ead0', '#3f5a2a', '#7d9c54', '#f3f8e8'],
};
const state = {
  products: [],
  category: null,
  cart: new Map(load('cart', [])),
  orders: load('orders', []),
  quote: 0,
};

function load(key, fallback) {
  try { return JSON.parse(localStorage.getItem(`shop.${key}`)) ?? fallback; } catch { return fallback; }
}

function save() {
  try {
    localStorage.setItem('shop.cart', JSON.stringify([...state.cart]));
    localStorage.setItem('shop.orders', JSON.stringify(state.orders));
  } catch { /* Private windows may refuse; the page works without. */ }
}

/** Builds an element; text is never parsed as markup. */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child != null));
  return node;
}

function picture(name) {
  const [tint, a, b, c] = tints[name] ?? tints.cup;
  const box = el('div', { class: 'picture', 'aria-hidden': 'true', style: `--tint:${tint};--a:${a};--b:${b};--c:${c}` });
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  svg.setAttribute('viewBox', '0 0 120 120');
  use.setAttribute('href', `#p-${name in tints ? name : 'cup'}`);
  svg.append(use);
  box.append(svg);
  return box;
}

/** Calls the API; a problem becomes an error with its detail, and its fields if it is one of validation. */
async function api(path, options) {
  let response;
  try {
    response = await fetch(`api/${path}`, options);
  } catch {
    throw new Error('The shop cannot be reached. Check the connection and try again.');
  }
  const body = await response.json().catch(() => null);
  if (response.ok) return body;
  const error = new Error(body?.detail ?? body?.title ?? `The shop answered ${response.status}.`);
  throw Object.assign(error, { status: response.status, fields: body?.errors ?? {} });
}

function toast(text) {
  $('toast').textContent = text;
  $('toast').classList.add('show');
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => $('toast').classList.remove('show'), 2600);
}

function show(notice, error) {
  notice.hidden = !error;
  notice.textContent = error?.message ?? '';
}

// Products

async function loadProducts() {
  try {
    state.products = await api('products');
    show($('notice'), null);
  } catch (error) {
    show($('notice'), error);
  }
  renderProducts();
}

function renderProducts() {
  const categories = [null, ...new Set(state.products.map(product => product.category))];
  $('filters').replaceChildren(...categories.map(category => el('button', {
    type: 'button',
    'aria-pressed': String(category === state.category),
    onclick: () => { state.category = category; renderProducts(); },
  }, category ?? 'All')));
  const shown = state.products.filter(product => !state.category || product.category === state.category);
  $('product-list').replaceChildren(...shown.map(productCard));
  $('product-list').setAttribute('aria-busy', 'false');
}

function productCard(product) {
  const out = product.available <= 0;
  const low = !out && product.available <= 6;
  return el('li', { class: 'product' }, picture(product.picture), el('div', { class: 'product-body' },
    el('h3', {}, product.name),
    el('p', {}, product.description),
    el('div', { class: 'buy-row' },
      el('div', {},
        el('div', { class: 'price' }, money.format(product.price)),
        el('div', { class: `stock${low || out ? ' low' : ''}` }, out ? 'Sold out' : low ? `Only ${product.available} left` : 'In stock')),
      el('button', {
        type: 'button', class: 'primary', disabled: out,
        'aria-label': out ? `${product.name} is sold out` : `Add ${product.name} to the cart`,
        onclick: () => { change(product.sku, 1); toast(`${product.name} is in your cart`); },
      }, 'Add'))));
}

// Cart

function change(sku, by) {
  const quantity = Math.min((state.cart.get(sku) ?? 0) + by, 100);
  if (quantity > 0) state.cart.set(sku, quantity); else state.cart.delete(sku);
  save();
  renderCart();
}

function renderCart() {
  const count = [...state.cart.values()].reduce((sum, quantity) => sum + quantity, 0);
  $('cart-count').textContent = count;
  $('cart-count-text').textContent = count === 0 ? ', empty' : `, ${count} articles`;
  const focused = document.activeElement?.getAttribute('aria-label');
  $('cart-empty').hidden = count > 0;
  $('cart-filled').hidden = count === 0;
  $('cart-lines').replaceChildren(...[...state.cart].map(([sku, quantity]) => {
    const product = state.products.find(candidate => candidate.sku === sku);
    const name = product?.name ?? sku;
    return el('li', {},
      el('span', { class: 'name' }, name),
      el('div', { class: 'stepper' },
        el('button', { type: 'button', 'aria-label': `One ${name} less`, onclick: () => change(sku, -1) }, '−'),
        el('output', {}, String(quantity)),
        el('button', { type: 'button', 'aria-label': `One ${name} more`, onclick: () => change(sku, 1) }, '+')),
      el('span', { class: 'line-total' }, product ? money.format(product.price * quantity) : ''));
  }));
  // The lines are new elements now; the keyboard stays on the button that it pressed.
  [...$('cart-lines').querySelectorAll('button')].find(button => button.getAttribute('aria-label') === focused)?.focus();
  if (count > 0 && $('cart').open) quote();
}

async function quote() {
  const mine = ++state.quote;
  const query = new URLSearchParams([...state.cart].flatMap(([sku, qty]) => [['sku', sku], ['qty', qty]]));
  query.set('country', $('country').value);
  try {
    const sums = await api(`quote?${query}`);
    // A slower answer to an older cart must not overwrite a newer one.
    if (mine !== state.quote) return;
    show($('checkout-problem'), null);
    $('sums').replaceChildren(
      ...sum('Goods', sums.subtotal), ...sum('Parcel', sums.shipping),
      ...sum(`Payment surcharge, ${sums.surchargePercent} %`, sums.fee), ...sum('Total', sums.total, 'total'));
  } catch (error) {
    if (mine !== state.quote) return;
    $('sums').replaceChildren();
    show($('checkout-problem'), error);
  }
}

function sum(label, amount, style = '') {
  return [el('dt', { class: style }, label), el('dd', { class: style }, amount === 0 ? 'free' : money.format(amount))];
}

function showFieldErrors(fields) {
  for (const id of ['customer', 'email']) {
    const message = fields[id] ?? Object.entries(fields).find(([name]) => name.toLowerCase() === id)?.[1]?.[0] ?? '';
    $(`${id}-error`).textContent = message;
    $(id).setAttribute('aria-invalid', String(message !== ''));
    $(id).setAttribute('aria-describedby', `${id}-error`);
  }
  document.querySelector('#checkout [aria-invalid="true"]')?.focus();
}

async function checkout(event) {
  event.preventDefault();
  const missing = {};
  if (!$('customer').checkValidity()) missing.customer = 'Tell us your name.';
  if (!$('email').checkValidity()) missing.email = 'Give an address such as ada@example.com.';
  showFieldErrors(missing);
  if (Object.keys(missing).length > 0) return;

  $('buy').disabled = true;
  try {
    const order = await api('checkout', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        customer: $('customer').value, email: $('email').value, country: $('country').value,
        lines: [...state.cart].map(([sku, quantity]) => ({ sku, quantity })),
      }),
    });
    state.cart.clear();
    state.orders.unshift(order.id);
    save();
    renderCart();
    $('cart').close();
    toast(`Thank you! Order ${order.id} is paid.`);
    await Promise.all([loadOrders(), loadProducts()]);
    $('orders').scrollIntoView({ block: 'start' });
  } catch (error) {
    showFieldErrors(error.fields ?? {});
    show($('checkout-problem'), error);
  } finally {
    $('buy').disabled = false;
  }
}

// Orders

async function loadOrders() {
  const found = await Promise.all(state.orders.slice(0, 6).map(id => api(`orders/${id}`).catch(error => ({ id, error }))));
  // An order that the shop no longer knows (it keeps them in memory) leaves the list.
  state.orders = state.orders.filter(id => !found.some(view => view.id === id && view.error.status === 404));
  save();
  const views = found.filter(view => view.order);
  $('orders').hidden = views.length === 0;
  $('order-list').replaceChildren(...views.map(orderCard));
}

function orderCard({ order, payment }) {
  const ended = ['Cancelled', 'Rejected'].includes(order.status);
  const reached = order.history.map(event => event.status);
  const steps = ended ? ['Placed', ...reached.filter(step => step !== 'Placed')] : ['Placed', 'Paid', 'Shipped'];
  const facts = order.lines.map(line => `${line.quantity} × ${line.name}`).join(', ');
  return el('article', { class: 'order', 'aria-label': `Order ${order.id}` },
    el('div', { class: 'order-head' }, el('span', {}, order.id), el('span', {}, money.format(order.total))),
    el('p', {}, facts),
    el('ol', { class: 'steps' }, ...steps.map(step => el('li', {
      class: reached.includes(step) ? (['Cancelled', 'Rejected'].includes(step) ? 'bad' : 'done') : '',
    }, step))),
    payment && el('p', {}, `Payment ${payment.id}: ${payment.status}, ${money.format(payment.fee)} surcharge included`),
    order.trackingNumber && el('p', {}, `Parcel ${order.trackingNumber}`),
    order.status === 'Paid' ? el('div', { class: 'order-actions' },
      el('button', { type: 'button', class: 'secondary', onclick: () => move(order.id, 'cancel') }, 'Cancel order'),
      el('button', { type: 'button', class: 'secondary', onclick: () => move(order.id, 'ship') }, 'Send it now')) : null);
}

async function move(id, action) {
  try {
    const order = await api(`orders/${id}/${action}`, { method: 'POST' });
    toast(`Order ${id} is ${order.status.toLowerCase()}.`);
  } catch (error) {
    toast(error.message);
  }
  await Promise.all([loadOrders(), loadProducts()]);
}

$('open-cart').addEventListener('click', () => { $('cart').showModal(); renderCart(); });
$('close-cart').addEventListener('click', () => $('cart').close());
$('cart').addEventListener('click', event => { if (event.target === $('cart')) $('cart').close(); });
$('country').addEventListener('change', quote);
$('checkout').addEventListener('submit', checkout);
$('product-list').replaceChildren(...Array.from({ length: 8 }, () => el('li', { class: 'skeleton' })));
await loadProducts();
renderCart();
await loadOrders();
