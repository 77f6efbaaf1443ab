module judges

go 1.24
