# Names that nobody has.
data "aws_mskconnect_connector" "c" {
  name = "sc-connect-nobody"
}

data "aws_mskconnect_custom_plugin" "p" {
  name = "sc-connect-nobody"
}

data "aws_mskconnect_worker_configuration" "w" {
  name = "sc-connect-nobody"
}
