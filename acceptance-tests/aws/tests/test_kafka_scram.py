from typing import Any

from tests.clusters import Clusters


class Scram(Clusters):
    def secret(self, name: str = "AmazonMSK_a", own_key: bool = True) -> str:
        key = {"KmsKeyId": self.client("kms").create_key()["KeyMetadata"]["KeyId"]} if own_key else {}
        secrets = self.client("secretsmanager")
        arn: str = secrets.create_secret(Name=name, SecretString='{"username": "u", "password": "p"}', **key)["ARN"]
        return arn

    def associate(self, cluster: str, *secrets: str) -> list[dict[str, Any]]:
        answer = self.kafka.batch_associate_scram_secret(ClusterArn=cluster, SecretArnList=list(secrets))
        unprocessed: list[dict[str, Any]] = answer["UnprocessedScramSecrets"]
        return unprocessed

    def associated(self, cluster: str) -> list[str]:
        found: list[str] = self.kafka.list_scram_secrets(ClusterArn=cluster)["SecretArnList"]
        return found

    def test_secrets_come_and_go(self) -> None:
        cluster, first, second = self.owner(), self.secret("AmazonMSK_a"), self.secret("AmazonMSK_b")
        self.assertEqual(self.associated(cluster), [])
        self.assertEqual(self.associate(cluster, first, second), [])
        self.assertEqual(self.associate(cluster, first), [])
        self.assertEqual(self.associated(cluster), [first, second])
        answer = self.kafka.batch_disassociate_scram_secret(ClusterArn=cluster, SecretArnList=[first])
        self.assertEqual(answer["UnprocessedScramSecrets"], [])
        self.assertEqual(self.associated(cluster), [second])
        answer = self.kafka.batch_disassociate_scram_secret(ClusterArn=cluster, SecretArnList=[first, second])
        self.assertEqual([it["SecretArn"] for it in answer["UnprocessedScramSecrets"]], [first])
        self.assertEqual(self.associated(cluster), [])

    def test_a_cluster_that_was_never_made_has_no_secrets(self) -> None:
        secret = self.secret()
        stranger = "arn:aws:kafka:us-east-1:123456789012:cluster/sc/11111111-2222-3333-4444-555555555555-1"
        for call in (self.kafka.batch_associate_scram_secret, self.kafka.batch_disassociate_scram_secret):
            self.refused("NotFoundException", call, ClusterArn=stranger, SecretArnList=[secret])
        self.refused("NotFoundException", self.kafka.list_scram_secrets, ClusterArn=stranger)

    def test_a_young_secret_is_not_seen_for_a_while(self) -> None:
        self.settings(kafka_young_secrets_seconds=30)
        cluster, secret = self.owner(), self.secret()
        (unprocessed,) = self.associate(cluster, secret)
        self.assertEqual(unprocessed["ErrorCode"], "InvalidSecretArn")
        self.assertEqual(unprocessed["ErrorMessage"], "Amazon MSK wasn't able to access the provided secret.")
        self.assertEqual(self.associated(cluster), [])
        self.later(29)
        self.assertEqual(len(self.associate(cluster, secret)), 1)
        self.later(2)
        self.assertEqual(self.associate(cluster, secret), [])

    def test_a_deleted_cluster_has_no_secrets(self) -> None:
        cluster = self.owner()
        self.kafka.delete_cluster(ClusterArn=cluster)
        self.refused("NotFoundException", self.kafka.list_scram_secrets, ClusterArn=cluster)
        self.refused("NotFoundException", self.kafka.list_scram_secrets, ClusterArn=cluster)

    def test_what_is_wrong_with_one_does_not_hinder_the_others(self) -> None:
        cluster = self.owner()
        good, misnamed, default = self.secret(), self.secret("orders"), self.secret("AmazonMSK_d", own_key=False)
        gone = good.replace("AmazonMSK_a", "AmazonMSK_z")
        unprocessed = self.associate(cluster, misnamed, gone, default, "secret", good)
        self.assertEqual({it["ErrorCode"] for it in unprocessed}, {"InvalidSecretArn"})
        words = {it["SecretArn"]: it["ErrorMessage"] for it in unprocessed}
        self.assertIn("Secret names must have the prefix 'AmazonMSK_'", words[misnamed])
        self.assertEqual(words[gone], "Amazon MSK wasn't able to access the provided secret.")
        self.assertIn("default key", words[default])
        self.assertIn("secret", words)
        self.assertEqual(self.associated(cluster), [good])

    def test_a_deleted_secret_can_be_disassociated_but_not_associated(self) -> None:
        cluster, secret = self.owner(), self.secret()
        self.associate(cluster, secret)
        self.client("secretsmanager").delete_secret(SecretId=secret)
        self.assertEqual(len(self.associate(cluster, secret)), 1)
        answer = self.kafka.batch_disassociate_scram_secret(ClusterArn=cluster, SecretArnList=[secret])
        self.assertEqual(answer["UnprocessedScramSecrets"], [])

    def test_a_call_names_one_to_ten(self) -> None:
        cluster, associate = self.owner(), self.kafka.batch_associate_scram_secret
        for count in (0, 11):
            arns = [f"arn:{number}" for number in range(count)]
            self.refused("BadRequestException", associate, ClusterArn=cluster, SecretArnList=arns)
        self.assertEqual(len(self.associate(cluster, *(f"arn:{number}" for number in range(10)))), 10)

    def test_the_cluster_has_to_be_active_and_to_use_scram(self) -> None:
        associate, secrets = self.kafka.batch_associate_scram_secret, [self.secret()]
        other = self.owner("iam", ClientAuthentication={"Sasl": {"Iam": {"Enabled": True}}})
        self.refused("BadRequestException", associate, ClusterArn=other, SecretArnList=secrets)
        self.operations(kafka_CreateCluster={"seconds": 60})
        new = self.owner("new")
        self.refused("BadRequestException", associate, ClusterArn=new, SecretArnList=secrets)
        self.later(60)
        self.assertEqual(self.associate(new, *secrets), [])

    def test_the_list_is_in_pages(self) -> None:
        cluster, secrets = self.owner(), [self.secret(f"AmazonMSK_{number}") for number in range(3)]
        self.associate(cluster, *secrets)
        first = self.kafka.list_scram_secrets(ClusterArn=cluster, MaxResults=2)
        rest = self.kafka.list_scram_secrets(ClusterArn=cluster, NextToken=first["NextToken"])
        self.assertEqual([first["SecretArnList"], rest["SecretArnList"]], [secrets[:2], secrets[2:]])
