import type { Shape } from '../src/report/shape';

type Child = Node | string | undefined;

type Attributes = { readonly [name: string]: string | number | boolean | undefined };

/** An element; texts become text, never markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...children.filter(child => child !== undefined));
  return element;
}

function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
}

/** The element of a picture. */
export function drawn({ tag, attributes, children }: Shape): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  set(element, attributes);
  element.append(...children.map(one => (typeof one === 'string' ? one : drawn(one))));
  return element;
}

export function button(text: string, does: () => void, attributes: Attributes = {}) {
  const element = h('button', { type: 'button', ...attributes }, text);
  element.addEventListener('click', does);
  return element;
}

/** A field with its label. */
export function search(label: string, does: (text: string) => void): HTMLElement {
  const input = h('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' });
  input.addEventListener('input', () => does(input.value.trim().toLowerCase()));
  return h('label', {}, `${label} `, input);
}

export function choice(
  label: string,
  options: ReadonlyArray<readonly [value: string, text: string]>,
  does: (value: string) => void,
): HTMLElement {
  const select = h('select', {}, ...options.map(([value, text]) => h('option', { value }, text)));
  select.addEventListener('change', () => does(select.value));
  return h('label', {}, `${label} `, select);
}

export function checkbox(
  label: string,
  isOn: boolean,
  does: (isOn: boolean) => void,
  className?: string,
): HTMLElement {
  const input = h('input', { type: 'checkbox', checked: isOn });
  input.addEventListener('change', () => does(input.checked));
  return h('label', { class: className }, input, ` ${label}`);
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** A list of texts; of many the first, and how many more. */
export function list(items: ReadonlyArray<Node | string>, most = 100): HTMLElement {
  const rest = items.length - most;
  return h(
    'ul',
    {},
    ...items.slice(0, most).map(item => h('li', {}, item)),
    rest > 0 ? h('li', {}, `and ${rest.toLocaleString('en')} more`) : undefined,
  );
}

/** Wide things scroll by themselves, also with the keyboard. */
export const scrolling = (label: string, ...children: readonly Child[]): HTMLElement =>
  h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, ...children);

export const place = (file: string | undefined, line: number | undefined): Child =>
  file === undefined ? undefined : h('code', {}, `${file}:${line}`);
