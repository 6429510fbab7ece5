// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.top;

/** One line of the screen, without controls. */
record Line(Kind kind, String text) {
    enum Kind {
        TITLE,
        PLAIN,
        /** What an operator should look at. */
        ALARM
    }

    static Line title(String text) {
        return new Line(Kind.TITLE, text);
    }

    static Line plain(String text) {
        return new Line(Kind.PLAIN, text);
    }

    static Line alarm(String text) {
        return new Line(Kind.ALARM, text);
    }

    /** Cut where the screen ends. */
    Line within(int columns) {
        return text.length() <= columns ? this : new Line(kind, text.substring(0, Math.max(0, columns)));
    }
}
