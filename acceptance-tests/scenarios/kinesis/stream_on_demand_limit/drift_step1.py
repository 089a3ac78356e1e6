c = client("kinesis")
for n in range(50):
    c.create_stream(StreamName=f"sc-theirs-{n}", StreamModeDetails={"StreamMode": "ON_DEMAND"})
