// Prints regular expressions, some written by hand and some made of parts, with what Go says of
// each: an empty text, or why it refuses it.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"regexp/syntax"
	"strings"
)

// What each part of the syntax can look like, right and wrong.
var parts = []string{
	"a", "b", "-", "é", "𝒳", ".", "^", "$", "|", "(", ")", "[", "]", "{", "}", ",", "*", "+", "?", ":", "=", "!", "<", ">",
	"*?", "+?", "??", "**", "{2}", "{2,}", "{2,3}", "{3,2}", "{,3}", "{0}", "{0,}", "{1000}", "{1001}", "{30}", "{40}",
	"{01}", "{2}?", "{99999999999}", "(a{30})", "(?:b{0})", "(?:a{0,}){500}",
	"(?:", "(?i)", "(?i:", "(?-s:", "(?ims-U:", "(?-)", "(?i-)", "(?)", "(?x)", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?#",
	"(?P<n>", "(?P<n_1>", "(?P<>", "(?P<é>", "(?<n>", "(?P=n)", "(?'n'", "(?|", "(?P<n", "(?P>n)",
	"[a", "a]", "[^", "[]a]", "[^]a]", "[a-c]", "[c-a]", "[a-]", "[-a]", "[a-c-e]", "[(?=]", "[\\d-z]", "[a-\\d]", "[\\]]",
	"[[:alpha:]]", "[[:^digit:]]", "[[:nope:]]", "[[:alpha]", "[:alpha:]", "[[.a.]]", "[[=a=]]", "[\\b]", "[\\1]", "[\\01]",
	"[\\x41-\\x{43}]", "[\\pL\\PN]", "[é-𝒳]", "[\\Q]", "[\\A]", "[[]", "[&&]", "[a&&b]", "[]", "[^]", "[\\", "[\\-a]", "[--a]",
	"\\d", "\\D", "\\s", "\\S", "\\w", "\\W", "\\h", "\\R", "\\X", "\\K", "\\N", "\\b", "\\B", "\\A", "\\z", "\\Z", "\\G", "\\C",
	"\\a", "\\f", "\\n", "\\r", "\\t", "\\v", "\\e", "\\0", "\\00", "\\012", "\\1", "\\12", "\\128", "\\8", "\\9", "\\777",
	"\\x41", "\\x4", "\\xg0", "\\x{41}", "\\x{}", "\\x{110000}", "\\x{10ffff}", "\\x{1F600}", "\\x{4g}", "\\x", "\\u0041",
	"\\u{41}", "\\cA", "\\k<n>", "\\g{1}", "\\_", "\\-", "\\/", "\\é", "\\ ", "\\\\", "\\", "\\[", "\\(", "\\{", "\\.", "\\y",
	"\\pL", "\\PL", "\\pX", "\\p{L}", "\\p{Lu}", "\\P{^Greek}", "\\p{Greek}", "\\p{Grek}", "\\p{Nope}", "\\p{", "\\p{}", "\\p{Any}",
	"\\p{Han", "\\p", "\\p^", "\\p{^}", "\\p{Script=Greek}", "\\Qa*\\E", "\\Q\\E", "\\Qa", "\\E", "\\Q(", "\n", " ", "/", "\t", "#",
}

var byHand = []string{
	"", "v1", "^/api/v[0-9]+$", ".*", "Bearer .+", "(?i)chrome/\\d+", "(\\\\?=b)", "(?P<n>a)\\k<n>", "(?P<n>a)(?P<n>b)", "a{1001}",
	"a{1000}", "(a{1000}){2}", "((a{10}){10}){10}", "((a{10}){10}){11}", "((a{10}){10}){10,}", "((a{10}){0}){1000}",
	"(a{2}){500,}", "(a{2}){501,}", "(a{1000}|b){1}", "(a{1000}*){2}", "((a{1000})*){2}", "(?:a{1000}){1,1}", "(a{0,}){1000}",
	"a|*", "(*)", "(|a)*", "()*", "(?:)+", "|", "||", "^*", "\\b+", "a(?i)*", "(?i)*", "\\Q\\E*", "a\\Q\\E*", "a*\\Q\\E*",
	"a*(?i)*", "a***", "a{2}{3}", "a{2}{,3}", "{", "}", "{2}", "{,2}", "a{", "a{2", "a{2,", "a{2,3", "a{-1}", "a{1,2,3}", "x{2}{2",
	"((((((((((a))))))))))", "(", ")", "())", "(()", "a)b", "(a", "[a-b-c]", "[z-a]", "[a-a]", "[\\x{100}-\\xff]", "[\\n-\\r]",
	"[\\r-\\n]", "[^\\x00-\\x{10FFFF}]", "[[:word:]-z]", "[[:alpha:][:digit:]]", "[[:alpha:", "[[:alpha:]", "[[:]]", "[[::]]",
	"\\pN+", "\\p{Latin}", "\\p{latin}", "\\p{LATIN}", "\\p{Uppercase_Letter}", "\\p{Cn}", "\\p{LC}", "\\p{ASCII}", "\\p{Assigned}",
	"\\p{Old_Italic}", "\\p{OldItalic}", "\\p{Zs}", "\\p{zs}",
}

func verdict(pattern string) string {
	_, err := syntax.Parse(pattern, syntax.Perl)
	var flaw *syntax.Error
	if errors.As(err, &flaw) {
		return string(flaw.Code)
	}
	return ""
}

func main() {
	seen := map[string]bool{}
	var lines []string
	add := func(pattern string) {
		if !seen[pattern] {
			seen[pattern] = true
			line, _ := json.Marshal([]string{pattern, verdict(pattern)})
			lines = append(lines, string(line))
		}
	}
	for _, pattern := range byHand {
		add(pattern)
	}
	for _, part := range parts {
		add(part)
		add("a" + part)
		add("(" + part + ")")
		add("[" + part + "]")
		add(part + "*")
		add(part + "{2}")
		add("a|" + part + "b")
	}
	random := rand.New(rand.NewSource(1))
	for len(lines) < 6000 {
		text := ""
		for n := 2 + random.Intn(5); n > 0; n-- {
			text += parts[random.Intn(len(parts))]
		}
		// most would be wrong, and many for want of an end
		if random.Intn(2) == 0 {
			text += strings.Repeat(")", max(0, strings.Count(text, "(")-strings.Count(text, ")")))
		}
		add(text)
	}
	fmt.Println("[")
	fmt.Println(strings.Join(lines, ",\n"))
	fmt.Println("]")
}
