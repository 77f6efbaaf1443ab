/**
 * A token that is known by how it begins.
 *
 * @internal
 */
export interface TokenForm {
  /** whose it is, as in "a token of GitHub" */
  readonly of: string;
  /** what it begins with; several for kinds that differ in nothing else */
  readonly begins: readonly string[];
  /** the rest of it. Lengths are bounded, so that a search takes time in proportion to the text */
  readonly rest: RegExp;
}

/**
 * Tokens and keys as those who issue them have documented, so that scanners can find them. Only
 * forms that cannot be anything else: each is a fixed beginning and a random rest.
 *
 * They are here and not in a package because no package has them as data: the rules of gitleaks
 * are not on npm, and those of secretlint are code for an engine of its own and a newer Node.
 */
export const TOKEN_FORMS: readonly TokenForm[] = [
  form('AWS', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], /(?!\w{9}EXAMPLE)[A-Z2-7]{16}(?!\w)/),
  form('GitHub', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], /[A-Za-z0-9]{36,255}/),
  form('GitHub', ['github_pat_'], /\w{60,255}/),
  form(
    'GitLab',
    ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'glft-', 'glsoat-', 'glagent-', 'gloas-'],
    /[\w-]{20,300}/,
  ),
  form('Vault', ['hvs.', 'hvb.', 'hvr.'], /[\w-]{24,300}/),
  form('OpenShift', ['sha256~'], /[\w-]{43}/),
  form(
    'Slack',
    ['xoxb-', 'xoxp-', 'xoxa-', 'xoxo-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxe.'],
    /[\w.-]{20,300}/,
  ),
  form('Slack', ['xapp-'], /\d-[A-Z0-9]{6,20}-\d{6,20}-[a-z0-9]{32,100}/),
  form(
    'Slack',
    ['hooks.slack.com/services/', 'hooks.slack.com/workflows/'],
    /T\w{5,20}\/\w{5,20}\/\w{16,60}/,
  ),
  form('npm', ['npm_'], /[A-Za-z0-9]{36}(?!\w)/),
  form('PyPI', ['pypi-AgE'], /[\w-]{50,1000}/),
  form('RubyGems', ['rubygems_'], /[a-f0-9]{48}/),
  form('Docker Hub', ['dckr_pat_', 'dckr_oat_'], /[\w-]{20,100}/),
  form('Google', ['AIza'], /[\w-]{35}(?![\w-])/),
  form('Google', ['GOCSPX-'], /[\w-]{28}/),
  form('Google', ['ya29.'], /[\w-]{30,1000}/),
  form('Azure', ['AccountKey=', 'SharedAccessKey='], /[A-Za-z0-9+/]{43,86}={1,2}/),
  form('DigitalOcean', ['dop_v1_', 'doo_v1_', 'dor_v1_'], /[a-f0-9]{64}/),
  form('Databricks', ['dapi'], /[a-f0-9]{32}(?!\w)/),
  form('Stripe', ['sk_live_', 'rk_live_', 'sk_test_', 'rk_test_'], /[A-Za-z0-9]{20,250}/),
  form('SendGrid', ['SG.'], /[\w-]{22}\.[\w-]{43}/),
  form('Grafana', ['glsa_', 'glc_'], /[A-Za-z0-9+/_]{32,400}/),
  form('New Relic', ['NRAK-'], /[A-Z0-9]{27}/),
  form('Terraform', ['atlasv1.'], /[\w=-]{60,100}/),
  form('Pulumi', ['pul-'], /[a-f0-9]{40}/),
  form('Doppler', ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.'], /[\w.-]{40,80}/),
  form('Tailscale', ['tskey-'], /[a-z]{3,10}-[A-Za-z0-9]{5,30}-[A-Za-z0-9]{20,60}/),
  form('1Password', ['ops_eyJ'], /[\w+/=-]{100,3000}/),
  form('Hugging Face', ['hf_'], /[A-Za-z0-9]{34}(?!\w)/),
  form('OpenAI', ['sk-proj-', 'sk-svcacct-', 'sk-admin-'], /[\w-]{40,300}/),
  form('Anthropic', ['sk-ant-'], /[\w-]{40,300}/),
  form('Shopify', ['shpat_', 'shpca_', 'shppa_', 'shpss_'], /[a-fA-F0-9]{32}/),
  form('Linear', ['lin_api_'], /[A-Za-z0-9]{40}/),
  form('PlanetScale', ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'], /[\w.=-]{32,64}/),
  form('Supabase', ['sbp_'], /[a-f0-9]{40}/),
];

function form(of: string, begins: readonly string[], rest: RegExp): TokenForm {
  return { of, begins, rest };
}
