"""A server for a whole module of tests, emptied before each, and ways to talk to it."""

import json
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from werkzeug.serving import BaseWSGIServer

from standin import clock
from standin.server import make_server


class Running(unittest.TestCase):
    server: BaseWSGIServer
    url: str
    thread: threading.Thread

    @classmethod
    def setUpClass(cls):
        cls.server = make_server()
        cls.url = f"http://127.0.0.1:{cls.server.server_port}"
        cls.thread = threading.Thread(target=cls.server.serve_forever, daemon=True)
        cls.thread.start()

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.thread.join()
        cls.server.server_close()

    def setUp(self):
        self.raw("POST", "/moto-api/reset")
        self.addCleanup(self.answers_are_as_in_the_models)

    def answers_are_as_in_the_models(self):
        self.assertEqual(self.violations(), [])

    def client(self, service, region="us-east-1", **options):
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.url,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            # What botocore would refuse is for the server to refuse.
            config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
            **options,
        )

    def refused(self, code, call, **arguments):
        """The message of the error with this code."""
        with self.assertRaises(ClientError) as raised:
            call(**arguments)
        error = raised.exception.response["Error"]
        self.assertEqual(error["Code"], code, error)
        return error["Message"]

    def settings(self, **values):
        return self.raw("POST", "/moto-api/standin/settings", json.dumps(values))

    def operations(self, **demands):
        """`mq_CreateBroker={"seconds": 1}`: what these operations do from now on."""
        demands = {name.replace("_", ".", 1): demand for name, demand in demands.items()}
        return self.raw("POST", "/moto-api/standin/operations", json.dumps(demands))

    def later(self, seconds):
        """Sets the clock of the stand-in forward."""
        clock.advance(seconds)

    def refusals(self):
        return json.loads(self.raw("GET", "/moto-api/standin/refusals")[1])

    def violations(self):
        return json.loads(self.raw("GET", "/moto-api/standin/violations")[1])

    def raw(self, method, path, body="", service=None, **headers):
        """(status, body) of a request as it is written here, signed in appearance only."""
        if service:
            scope = f"testing/20250101/us-east-1/{service}/aws4_request"
            headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
        headers.setdefault("Content_Type", "application/json")
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, body.encode() or None, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def json(self, service, target, **members):
        return self.raw(
            "POST", "/", json.dumps(members), service, X_Amz_Target=target, Content_Type="application/x-amz-json-1.0"
        )

    def query(self, service, **parameters):
        body = urllib.parse.urlencode(parameters)
        return self.raw("POST", "/", body, service, Content_Type="application/x-www-form-urlencoded")
