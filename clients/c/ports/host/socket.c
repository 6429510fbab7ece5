// SPDX-License-Identifier: Apache-2.0
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host.h"

#define CLOSED (-1)

static bool would_block(void) {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

static void close_socket(void *context) {
    struct host_socket *stream = context;
    if (stream->socket != CLOSED) {
        (void)close(stream->socket);
        stream->socket = CLOSED;
    }
}

static enum banyan_result begin(struct host_socket *stream) {
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    if (getaddrinfo(stream->host, stream->service, &hints, &found) != 0) {
        return BANYAN_TRANSPORT;
    }
    stream->socket = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
    bool begun = stream->socket != CLOSED && fcntl(stream->socket, F_SETFL, O_NONBLOCK) == 0 &&
                 (connect(stream->socket, found->ai_addr, found->ai_addrlen) == 0 || errno == EINPROGRESS);
    freeaddrinfo(found);
    return begun ? BANYAN_NONE : BANYAN_TRANSPORT;
}

static enum banyan_result open_socket(void *context) {
    struct host_socket *stream = context;
    if (stream->socket == CLOSED) {
        return begin(stream);
    }
    struct pollfd poll_for = {.fd = stream->socket, .events = POLLOUT, .revents = 0};
    if (poll(&poll_for, 1, 0) == 0) {
        return BANYAN_NONE;
    }
    int failure = 0;
    socklen_t size = sizeof failure;
    bool stands = getsockopt(stream->socket, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 && failure == 0;
    return stands ? BANYAN_OK : BANYAN_TRANSPORT;
}

static enum banyan_result send_bytes(void *context, const uint8_t *from, size_t size, size_t *sent) {
    const struct host_socket *stream = context;
    ssize_t count = send(stream->socket, from, size, MSG_NOSIGNAL);
    *sent = count > 0 ? (size_t)count : 0u;
    return count >= 0 || would_block() ? BANYAN_OK : BANYAN_TRANSPORT;
}

static enum banyan_result receive_bytes(void *context, uint8_t *to, size_t capacity, size_t *received) {
    const struct host_socket *stream = context;
    ssize_t count = recv(stream->socket, to, capacity, 0);
    *received = count > 0 ? (size_t)count : 0u;
    /* 0 is the other side's goodbye. */
    return count > 0 || (count < 0 && would_block()) ? BANYAN_OK : BANYAN_TRANSPORT;
}

void host_socket_init(struct host_socket *stream, const char *host, const char *service) {
    stream->port = (struct banyan_transport){stream, open_socket, send_bytes, receive_bytes, close_socket};
    stream->host = host;
    stream->service = service;
    stream->socket = CLOSED;
}
