import boto3

connect = boto3.client("kafkaconnect")
(found,) = connect.list_worker_configurations()["workerConfigurations"]
connect.delete_worker_configuration(workerConfigurationArn=found["workerConfigurationArn"])
