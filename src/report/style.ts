/** How the topology looks, in the page and in a file of its own. @internal */
export const PICTURE_STYLE = `
.topology { font-family: system-ui, sans-serif; font-size: 12px; --ink: #1b1f24; --soft: #57606a; --card: #ffffff; --line: #8c959f; --group: #eef1f4; --blue: #0b5cad; --green: #176f2c; --red: #b42318; --amber: #7a4d00; }
.topology text { fill: var(--ink); text-anchor: middle; }
.topology .name { font-weight: 600; }
.topology .group rect { fill: var(--group); stroke: none; }
.topology .group text { fill: var(--soft); font-size: 18px; }
.topology .node rect { fill: var(--card); stroke: var(--line); stroke-width: 1.5; }
.topology .node.left-out rect, .topology .node.unknown rect { stroke-dasharray: 5 4; }
.topology .node.new rect { stroke: var(--green); stroke-width: 3; }
.topology .node.gone rect { stroke: var(--red); stroke-width: 3; }
.topology .node.changed rect { stroke: var(--amber); stroke-width: 3; }
.topology .link path { fill: none; stroke: var(--blue); stroke-width: 1.5; }
.topology .head { fill: var(--blue); }
.topology .link.unknown path { stroke-dasharray: 3 4; }
.topology .link text { fill: var(--blue); font-weight: 600; paint-order: stroke; stroke: var(--card); stroke-width: 4px; dominant-baseline: middle; }
@media (prefers-color-scheme: dark) { .topology { --ink: #e6edf3; --soft: #9ba7b3; --card: #1c2128; --line: #768390; --group: #262c36; --blue: #79b8ff; --green: #56d364; --red: #ff7b72; --amber: #e3b341; } }
@media print { .topology { --ink: #000000; --soft: #333333; --card: #ffffff; --line: #555555; --group: #f2f2f2; --blue: #0b5cad; --green: #176f2c; --red: #b42318; --amber: #7a4d00; } }
`;
