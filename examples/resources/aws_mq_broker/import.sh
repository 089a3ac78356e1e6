# A broker is imported by its id. AWS tells no passwords: the next apply sends those of ActiveMQ's
# users.
terraform import aws_mq_broker.orders b-0a1b2c3d-1111-2222-3333-444455556666
