data "aws_region" "there" {
  endpoint = "ec2.nowhere.example.com"
}
