const BASH = `# bash completion for mesh
_mesh() {
  local IFS=$'\\n'
  COMPREPLY=($(mesh complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _mesh mesh
`;

const ZSH = `#compdef mesh
_mesh() {
  local -a candidates
  candidates=(\${(f)"$(mesh complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#candidates} )); then
    compadd -a candidates
  else
    _files
  fi
}
compdef _mesh mesh
`;

const FISH = `# fish completion for mesh
complete -c mesh -a '(mesh complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`;

/** For each shell, what makes it ask \`mesh complete\`. @internal */
export const SCRIPTS = { bash: BASH, zsh: ZSH, fish: FISH } as const;

/** @internal */
export type Shell = keyof typeof SCRIPTS;
