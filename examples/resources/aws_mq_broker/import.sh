# Import by the ID of the broker. AWS returns no passwords: the next apply sends those of ActiveMQ
# users again.
terraform import aws_mq_broker.orders b-0a1b2c3d-1111-2222-3333-444455556666
