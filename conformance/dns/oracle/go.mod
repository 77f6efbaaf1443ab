module corefile-oracle

go 1.21

require github.com/coredns/caddy v1.1.4
