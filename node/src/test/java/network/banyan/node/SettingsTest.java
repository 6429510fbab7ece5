// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import network.banyan.node.tracing.TraceSettings;
import network.banyan.rpc.http.Access;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final String KEY = "ab".repeat(32);

    @TempDir
    Path folder;

    @Test
    void aFlagBeatsTheEnvironmentAndTheEnvironmentBeatsTheFile() throws IOException {
        Path file = write("[rpc]\nport = 1001\nhost = \"10.0.0.1\"\n[p2p]\nport = 2001\n");

        Settings settings = Settings.ofFile(file)
                .withEnvironment(Map.of("BANYAN_RPC_PORT", "1002", "BANYAN_P2P_PORT", "2002"))
                .withFlag("rpc.port", Optional.of("1003"));
        NodeConfig config = NodeConfig.of(settings, folder);

        assertThat(config.rpc().getPort()).isEqualTo(1003);
        assertThat(config.p2p().getPort()).isEqualTo(2002);
        assertThat(config.rpc().getHostString()).isEqualTo("10.0.0.1");
    }

    @Test
    void aMisspeltSettingIsNamedTogetherWithThoseThereAre() throws IOException {
        Path file = write("[rpc]\nprot = 1\n");

        assertThatThrownBy(() -> Settings.ofFile(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("rpc.prot")
                .hasMessageContaining("rpc.port");
    }

    @Test
    void aWrongNumberIsToldWithItsSourceAndBounds() {
        Settings settings = Settings.empty().withEnvironment(Map.of("BANYAN_RPC_PORT", "eighty"));

        assertThatThrownBy(() -> NodeConfig.of(settings, folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("BANYAN_RPC_PORT")
                .hasMessageContaining("eighty")
                .hasMessageContaining("65535");
    }

    @Test
    void bootnodesAndAdvertisedAddressesAreReadFromFileAndFlag() throws IOException {
        Path file = write("[p2p]\nopen = \"off\"\nadvertise = [\"node.example:30700\", \"[2001:db8::1]:1\"]\n");
        Settings settings = Settings.ofFile(file)
                .withFlag("p2p.bootnodes", Optional.of("%s@192.0.2.1:1,%s@192.0.2.2:2".formatted(KEY, KEY)));
        NodeConfig.Discovery discovery = NodeConfig.of(settings, folder).discovery();

        assertThat(discovery.open()).isFalse();
        assertThat(discovery.bootnodes()).hasSize(2);
        assertThat(discovery.advertise().get(0).getHostString()).isEqualTo("node.example");
        assertThat(discovery.advertise().get(1).getHostString()).isEqualTo("2001:db8::1");
        for (String wrong : new String[] {"node.example", "node.example:0", "a b:1", "-x:1", "x:99999", "http://x:1"}) {
            Settings advertised = Settings.empty().withFlag("p2p.advertise", Optional.of(wrong));
            assertThatThrownBy(() -> NodeConfig.of(advertised, folder))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(wrong);
        }
    }

    @Test
    void budgetsAndProxiesAreReadAndWhatIsNoAddressIsNamed() throws IOException {
        Path file = write("[rpc]\nbudget = 50\nproxies = [\"127.0.0.1\", \"fd00::/8\"]\n");
        Settings settings = Settings.ofFile(file).withFlag("rpc.budget-loopback", Optional.of("on"));
        Access access = NodeConfig.of(settings, folder).rpcAccess();

        assertThat(access).isEqualTo(Access.USUAL.withBudget(50, true).withProxies("127.0.0.1", "fd00::/8"));
        assertThat(NodeConfig.of(Settings.empty(), folder).rpcAccess()).isEqualTo(Access.USUAL);
        Settings named = Settings.empty().withFlag("rpc.proxies", Optional.of("proxy.example"));
        assertThatThrownBy(() -> NodeConfig.of(named, folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--rpc-proxies")
                .hasMessageContaining("proxy.example");
    }

    @Test
    void tracesGoToAnAddressThatHoldsNoSecret() throws IOException {
        Path file = write("[traces]\nurl = \"http://127.0.0.1:4318/v1/traces\"\n");
        assertThat(NodeConfig.of(Settings.ofFile(file), folder).traces())
                .contains(new TraceSettings(URI.create("http://127.0.0.1:4318/v1/traces"), 5));
        assertThat(NodeConfig.of(Settings.empty(), folder).traces()).isEmpty();
        for (String wrong :
                new String[] {"127.0.0.1:4318", "file:///tmp/x", "http://me:secret@h/", "http:///x", "a b"}) {
            Settings settings = Settings.empty().withFlag("traces.url", Optional.of(wrong));
            assertThatThrownBy(() -> NodeConfig.of(settings, folder))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("--traces-url");
        }
        Settings tooMany = Settings.empty().withFlag("traces.percent", Optional.of("101"));
        assertThatThrownBy(() -> NodeConfig.of(tooMany, folder)).isInstanceOf(UserError.class);
    }

    @Test
    void peersAreReadAndMalformedOnesRefusedWithAnExample() throws IOException {
        Path file = write("[p2p]\npeers = [\"%s@127.0.0.1:30701\"]\n".formatted(KEY));
        assertThat(NodeConfig.of(Settings.ofFile(file), folder).peers()).hasSize(1);

        String six = KEY + "@[2001:db8:0:0:0:0:0:1]:30701";
        assertThat(NodeConfig.PeerAddress.of(six, "a test").text()).isEqualTo(six);

        for (String wrong : new String[] {
            "x@h:1",
            KEY + "@h",
            KEY + "@h:0",
            KEY + "@h:99999",
            KEY + "@2001:db8::1:30701",
            "@",
            KEY.substring(2) + "@h:1"
        }) {
            Settings settings = Settings.empty().withFlag("p2p.peers", Optional.of(wrong));
            assertThatThrownBy(() -> NodeConfig.of(settings, folder))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("@host:port");
        }
    }

    @Test
    void whatIsNoTomlIsASentence() throws IOException {
        Path file = write("[rpc\nport = = 1");

        assertThatThrownBy(() -> Settings.ofFile(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("TOML");
        assertThatThrownBy(() -> Settings.ofFile(folder.resolve("absent.toml")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot be read");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("banyan.toml"), text);
    }
}
