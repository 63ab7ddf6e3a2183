"""What a lesson's server is measured against in another language: calls that block, and a thread for each client."""

import os
import socket
import threading


def serve(connection):
    with connection:
        while data := connection.recv(65536):
            # bytes.upper() changes the letters a-z and nothing else, as the lessons do.
            connection.sendall(data.upper())


with socket.create_server(("127.0.0.1", int(os.environ["PORT"])), backlog=128) as server:
    print("ready", flush=True)
    while True:
        connection, _ = server.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()
