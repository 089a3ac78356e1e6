c = client("sns")
for n in range(120):
    c.create_topic(Name=f"sc-many-{n}")
c.create_topic(Name="sc-many", Tags=[{"Key": "a", "Value": "1"}])
