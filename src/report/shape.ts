/** An element of a picture, for the page and for a file. @internal */
export interface Shape {
  readonly tag: string;
  readonly attributes: { readonly [name: string]: string | number };
  readonly children: ReadonlyArray<Shape | string>;
}

/** @internal */
export const shape = (
  tag: string,
  attributes: Shape['attributes'] = {},
  ...children: ReadonlyArray<Shape | string>
): Shape => ({ tag, attributes, children });

/** As XML, in which no text is markup. @internal */
export function shapeText({ tag, attributes, children }: Shape): string {
  const pairs = Object.entries(attributes).map(
    ([name, value]) => ` ${name}="${escapeXml(`${value}`)}"`,
  );
  const inside = children.map(one => (typeof one === 'string' ? escapeXml(one) : shapeText(one)));
  return `<${tag}${pairs.join('')}>${inside.join('')}</${tag}>`;
}

/** Also what XML does not allow at all: control characters and half of a pair. @internal */
export const escapeXml = (text: string): string =>
  text
    .replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '\ufffd');
