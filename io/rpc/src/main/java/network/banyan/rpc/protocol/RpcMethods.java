// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The methods a server answers, by name. Filled before the server starts and only read from then on; whoever has
 * something to offer adds a namespace of its own, such as {@code banyan_}.
 */
public final class RpcMethods {
    private final TreeMap<String, RpcMethod> methods = new TreeMap<>();

    /**
     * @param name namespace and name: {@code eth_chainId}
     * @throws IllegalArgumentException if the name is taken or has no namespace
     */
    public RpcMethods add(String name, RpcMethod method) {
        if (name.indexOf('_') < 1) {
            throw new IllegalArgumentException("a method is named namespace_name, not " + name);
        }
        if (methods.putIfAbsent(name, method) != null) {
            throw new IllegalArgumentException("method added twice: " + name);
        }
        return this;
    }

    /** As {@link #add(String, RpcMethod)}, for a method that does not care who asks. */
    public RpcMethods add(String name, RpcMethod.OfParams method) {
        return add(name, (params, _) -> method.answer(params));
    }

    /** Adds everything another registry holds. */
    public RpcMethods addAll(RpcMethods others) {
        others.methods.forEach(this::add);
        return this;
    }

    public Optional<RpcMethod> find(String name) {
        return Optional.ofNullable(methods.get(name));
    }

    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(methods.keySet()));
    }

    /** What stands before the underscore of any method. */
    public SortedSet<String> namespaces() {
        SortedSet<String> namespaces = new TreeSet<>();
        methods.keySet().forEach(name -> namespaces.add(name.substring(0, name.indexOf('_'))));
        return namespaces;
    }
}
