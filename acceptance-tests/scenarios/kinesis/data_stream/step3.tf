data "aws_kinesis_stream" "d" {
  name = "sc-data-missing"
}
