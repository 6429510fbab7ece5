// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

/** The service's calls, with the shapes of what is asked and answered. */
enum Call {
    DESCRIBE("Describe", Shape.DESCRIBE_REQUEST, Shape.DESCRIBE_RESPONSE),
    PROVE("Prove", Shape.PROVE_REQUEST, Shape.PROVE_RESPONSE),
    FOUND("Found", Shape.FOUND_REQUEST, Shape.FOUND_RESPONSE),
    DELIVER("Deliver", Shape.DELIVER_REQUEST, Shape.DELIVER_RESPONSE),
    ORDER("Order", Shape.ORDER_REQUEST, Shape.ORDER_RESPONSE),
    HOLDING("Holding", Shape.HOLDING_REQUEST, Shape.HOLDING_RESPONSE),
    LINE("Line", Shape.LINE_REQUEST, Shape.LINE_RESPONSE),
    SIGN("Sign", Shape.SIGN_REQUEST, Shape.SIGN_RESPONSE),
    LEAF("Leaf", Shape.LEAF_REQUEST, Shape.LEAF_RESPONSE);

    static final String SERVICE = "/banyan.sidechain.v1.Sidechain/";

    private final String path;
    private final Shape request;
    private final Shape response;

    Call(String path, Shape request, Shape response) {
        this.path = path;
        this.request = request;
        this.response = response;
    }

    /** Its name in the service. */
    String path() {
        return path;
    }

    Shape request() {
        return request;
    }

    Shape response() {
        return response;
    }
}
