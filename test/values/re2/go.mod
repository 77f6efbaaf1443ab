module re2

go 1.24
