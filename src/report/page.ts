import { createHash } from 'crypto';
import { ReportFacts } from './facts/facts';
import { SCRIPT, STYLE } from './generated/page';
import { layoutsOf } from './layout';
import { PICTURE_STYLE } from './style';

/**
 * The report as one HTML file. Whatever a manifest says is data, which the script puts into the
 * page as text; the policy allows this script and this style, and nothing from anywhere.
 *
 * @internal
 */
export function page(facts: ReportFacts): string {
  const style = `${PICTURE_STYLE}${STYLE}`;
  const policy = [
    "default-src 'none'",
    `script-src '${digest(SCRIPT)}'`,
    `style-src '${digest(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const count = facts.clusters.length;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Mesh of ${count} ${count === 1 ? 'cluster' : 'clusters'}</title>
<style>${style}</style>
</head>
<body>
<noscript>This page needs its own script to show what is in it. \`mesh report --format mermaid\` draws the topology without.</noscript>
<script type="application/json" id="facts">${embedded({ ...facts, layouts: layoutsOf(facts) })}</script>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** As a Content-Security-Policy names a script or a style. */
const digest = (text: string): string =>
  `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** JSON that cannot end the element it stands in, nor begin a comment in it. @internal */
export const embedded = (data: object): string =>
  JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
