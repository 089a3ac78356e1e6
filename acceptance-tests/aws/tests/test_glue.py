import json

from tests.running import Running


def record(*fields):
    return json.dumps({"type": "record", "name": "Order", "fields": list(fields)})


ID = {"name": "id", "type": "string"}
TOTAL = {"name": "total", "type": "double"}


class Schemas(Running):
    def setUp(self):
        super().setUp()
        self.glue = self.client("glue")
        self.glue.create_registry(RegistryName="orders")

    def create(self, compatibility, definition):
        answer = self.glue.create_schema(
            RegistryId={"RegistryName": "orders"},
            SchemaName="order",
            DataFormat="AVRO",
            Compatibility=compatibility,
            SchemaDefinition=definition,
        )
        self.id = {"SchemaArn": answer["SchemaArn"]}

    def register(self, definition):
        answer = self.glue.register_schema_version(SchemaId=self.id, SchemaDefinition=definition)
        return self.glue.get_schema_version(SchemaVersionId=answer["SchemaVersionId"])["Status"]

    def latest(self):
        return self.glue.get_schema(SchemaId=self.id)["LatestSchemaVersion"]

    def test_a_version_that_is_not_compatible_fails_after_a_good_answer(self):
        self.create("BACKWARD", record(ID))
        answer = self.glue.register_schema_version(SchemaId=self.id, SchemaDefinition=record(ID, TOTAL))
        self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 200)
        self.assertEqual(self.register(record(ID, TOTAL)), "FAILURE")
        self.assertEqual(self.latest(), 1)

    def test_a_new_field_with_a_default_can_be_read_backward(self):
        self.create("BACKWARD", record(ID))
        self.assertEqual(self.register(record(ID, TOTAL | {"default": 0})), "AVAILABLE")
        self.assertEqual(self.latest(), 2)

    def test_forward_and_full_are_the_other_way_and_both(self):
        self.create("FORWARD", record(ID))
        self.assertEqual(self.register(record(ID, TOTAL)), "AVAILABLE")
        self.glue.update_schema(SchemaId=self.id, Compatibility="FULL")
        self.assertEqual(self.register(record(ID)), "AVAILABLE")
        self.assertEqual(self.register(record(TOTAL)), "FAILURE")

    def test_a_version_after_one_that_failed_is_the_latest(self):
        self.create("BACKWARD", record(ID))
        self.register(record(ID, TOTAL))
        self.assertEqual(self.register(record(ID, TOTAL | {"default": 0})), "AVAILABLE")
        self.assertEqual(self.latest(), 3)

    def test_another_compatibility_begins_a_checkpoint(self):
        self.create("NONE", record(ID))
        self.register(record(TOTAL))
        self.glue.update_schema(SchemaId=self.id, Compatibility="FULL")
        self.assertEqual(self.glue.get_schema(SchemaId=self.id)["SchemaCheckpoint"], 2)

    def test_times_are_texts(self):
        self.create("NONE", record(ID))
        self.assertRegex(self.glue.get_schema(SchemaId=self.id)["CreatedTime"], r"^\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z$")

    def test_a_registry_has_the_tags_that_it_was_created_with(self):
        arn = self.glue.create_registry(RegistryName="others", Tags={"Team": "orders"})["RegistryArn"]
        self.assertEqual(self.glue.get_tags(ResourceArn=arn)["Tags"], {"Team": "orders"})

    def test_the_validity_of_a_definition_by_itself_can_be_asked(self):
        def valid(text):
            return self.glue.check_schema_version_validity(DataFormat="AVRO", SchemaDefinition=text)["Valid"]

        self.assertEqual([valid(record(ID)), valid("{")], [True, False])
