// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import network.banyan.contracts.staking.StakingContract.Bucket;
import network.banyan.contracts.staking.StakingContract.Term;
import network.banyan.evidence.Verdict;
import network.banyan.evidence.Verifier;
import network.banyan.node.devnet.DevnetFolder;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.StakingClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The explorer as its visitors meet it: in a browser, served by a running devnet, with this machine as its device. */
@ExtendWith(SharedDevnet.class)
class ExplorerTest {
    private static final double PATIENCE_MILLIS = 30_000;
    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final double POLL_MILLIS = 50;
    private static final List<String> PAGES = List.of(
            "#/",
            "#/blocks",
            "#/transactions",
            "#/devices",
            "#/validators",
            "#/stake",
            "#/block/1",
            "#/search/nothing");

    private static Playwright playwright;
    private static Browser browser;

    private final RunningDevnet devnet;

    ExplorerTest(RunningDevnet devnet) {
        this.devnet = devnet;
    }

    @BeforeAll
    static void openTheBrowser() {
        Optional<Path> chromium = Tool.find("chromium");
        assumeTrue(
                chromium.isPresent(),
                "Chromium is absent (Debian: apt-get install chromium): the explorer was not visited");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic")));
    }

    @AfterAll
    static void closeTheBrowser() {
        if (playwright != null) {
            playwright.close();
        }
    }

    /** Visits in a fresh profile, and wants no error in the console. */
    private void visit(Browser.NewContextOptions options, Consumer<Page> visitor) {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = browser.newContext(options)) {
            context.setDefaultTimeout(PATIENCE_MILLIS);
            Page page = context.newPage();
            page.onPageError(complaints::add);
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            visitor.accept(page);
        }
        assertThat(complaints).isEmpty();
    }

    private void visit(Consumer<Page> visitor) {
        visit(new Browser.NewContextOptions().setViewportSize(1280, 900), visitor);
    }

    private void open(Page page, String hash) {
        page.navigate(devnet.rpc() + "/" + hash);
        arrived(page);
    }

    /** The page has its heading, and nothing of it is still being fetched. */
    private static void arrived(Page page) {
        until(page, "document.querySelector('main h1') && !document.querySelector('main > .skeleton')");
    }

    /** The explorer's policy forbids eval, which the browser library's own waiting would need. */
    private static void until(Page page, String condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!Boolean.TRUE.equals(page.evaluate("Boolean(" + condition + ")"))) {
            assertThat(System.nanoTime() - end)
                    .as(() -> condition + " on " + page.url() + ", which shows "
                            + page.locator("main").textContent())
                    .isNegative();
            page.waitForTimeout(POLL_MILLIS);
        }
    }

    private static void waitForHash(Page page, String pattern) {
        until(page, "/^%s$/.test(location.hash)".formatted(pattern.replace("/", "\\/")));
        arrived(page);
    }

    @Test
    void blocksAppearAsTheyBecomeFinal() {
        visit(page -> {
            open(page, "#/");
            until(page, "document.getElementById('pulse').dataset.state === 'live'");
            until(page, "/[0-9]/.test(document.querySelector('.hero-height').textContent)");
            String height = "Number(document.querySelector('.hero-height').textContent.replace(/,/g, ''))";
            int first = (int) page.evaluate(height);
            until(page, height + " >= " + (first + 3));
            assertThat(page.locator(".seat").count()).isEqualTo(4);
        });
    }

    @Test
    void fromATransactionToItsBlockAndItsSender() {
        visit(page -> {
            open(page, "#/transactions");
            page.locator("main a[href^='#/transaction/0x']").first().click();
            waitForHash(page, "#/transaction/0x[0-9a-f]{64}");
            Locator main = page.locator("main");
            assertThat(main.textContent()).contains("Final");
            String sender = main.locator("a[href^='#/account/0x']").first().getAttribute("href");
            main.locator("a[href^='#/block/']").first().click();
            waitForHash(page, "#/block/[0-9]+");
            assertThat(main.textContent()).contains("State root", "Finality", "Proposed by");
            open(page, sender);
            assertThat(main.locator(".balance").textContent()).contains("IOTX");
            assertThat(main.textContent()).contains("History");
        });
    }

    @Test
    void searchFindsWhatIsTyped() {
        visit(page -> {
            open(page, "#/");
            search(page, "2", "#/block/2");
            String hash = page.locator("main a[href^='#/block/0x']")
                    .first()
                    .getAttribute("href")
                    .substring(8);
            search(page, hash, "#/block/" + hash);
            search(page, "0x0000000000000000000000000000000000001001", "#/account/0x0{36}1001");
            search(page, "no such thing", "#/search/.*");
            assertThat(page.locator("main").textContent()).contains("Nothing found");
        });
    }

    private static void search(Page page, String text, String hash) {
        page.locator("#search-text").fill(text);
        page.locator("#search-text").press("Enter");
        waitForHash(page, hash);
    }

    @Test
    void thisMachineIsADeviceWhoseEvidenceHolds() throws IOException {
        Path[] saved = new Path[1];
        visit(page -> {
            open(page, "#/devices");
            page.locator("main tbody a[href^='#/device/0x']").first().click();
            waitForHash(page, "#/device/0x[0-9a-f]{64}");
            until(page, "document.querySelectorAll('.plot').length > 0");
            until(page, "document.querySelectorAll('.plot .line').length > 0");
            Locator button = page.locator("td button:not([disabled])").first();
            Download download = page.waitForDownload(button::click);
            assertThat(download.suggestedFilename()).matches("banyan-evidence-.+-[0-9]+\\.json");
            saved[0] = copy(download);
        });

        Verdict verdict = Verifier.verify(
                Bytes.wrap(Files.readAllBytes(saved[0])), DevnetFolder.readGenesis(devnet.genesisFile()));

        Files.delete(saved[0]);
        assertThat(verdict.broken()).isEmpty();
        assertThat(verdict.isProven()).isTrue();
        assertThat(verdict.record())
                .hasValueSatisfying(record -> assertThat(record.readings()).isNotEmpty());
    }

    /** Tracker, gateway, chain, dashboard, and one click that verifies. */
    @Test
    void aTrackersWayIsDrawnAndItsReadingIsVerifiedInThePage() {
        visit(page -> {
            open(page, "#/devices");
            until(page, "document.querySelector('main tbody')?.textContent.includes('cold-cart')");
            page.locator("main tbody a[href^='#/device/0x']", new Page.LocatorOptions().setHasText("cold-cart"))
                    .click();
            waitForHash(page, "#/device/0x[0-9a-f]{64}");
            until(page, "document.querySelector('.map .track-line')");
            until(page, "document.querySelectorAll('.plot .line').length === 4");
            until(page, "document.querySelector('.hit.alarming')");
            until(page, "document.querySelector('[aria-label^=Verify]:not([disabled])')");
            page.locator("[aria-label^=Verify]:not([disabled])").first().click();
            until(page, "document.querySelector('.verdict .badge.good')");
            assertThat(page.locator(".verdict").textContent()).contains("Proven", "gateway", "Temperature");
        });
    }

    @Test
    void coinsAreStakedWithABrowserWallet() {
        visit(page -> {
            try (ChainClient chain = ChainClient.connect(devnet.rpc().toString())) {
                var wallet = new PageWallet(chain, TestAccount.all().get(8));
                wallet.enter(page);
                open(page, "#/stake?delegate=1");
                page.locator(".wallet-choice").click();
                page.locator(".wallet-wrong button").click();
                until(page, "!document.querySelector('.wallet-wrong')");
                page.getByLabel("Coins").fill("12.000000000000000001");
                page.getByLabel("Auto-stake").check();
                page.locator(".deed button[type=submit]").click();
                until(page, "document.querySelector('.deed-steps').textContent.includes('is yours')");

                var staking = new StakingClient(chain);
                long number = staking.bucketsOf(wallet.address()).getFirst();
                Bucket made = staking.bucket(number);
                assertThat(made.amount()).isEqualTo(UInt256.fromHex("0xa688906bd8b00001"));
                assertThat(made.term()).isEqualTo(new Term(91, true));
                assertThat(made.delegate()).isEqualTo(1);

                page.getByLabel("What to do with bucket " + number).click();
                page.getByText("Add coins").click();
                page.locator("dialog").getByLabel("Coins").fill("0.5");
                // What the page promises is what the contract then reckons.
                String promised = page.locator("dialog .deed-says li").last().textContent();
                page.locator("dialog button[type=submit]").click();
                until(page, "document.querySelector('dialog').textContent.includes('Final in block')");
                String weight = new BigDecimal(staking.bucket(number).weight().toBigInteger())
                        .movePointLeft(18)
                        .stripTrailingZeros()
                        .toPlainString();
                assertThat(promised).startsWith("It weighs " + weight + " then");
            }
        });
    }

    private static Path copy(Download download) {
        try {
            Path file = Files.createTempFile("evidence-", ".json");
            download.saveAs(file);
            return file;
        } catch (IOException failed) {
            throw new AssertionError("The evidence could not be saved", failed);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void everyPageFitsAPhoneInBothThemes(ColorScheme scheme) {
        var phone = new Browser.NewContextOptions().setViewportSize(390, 844).setColorScheme(scheme);
        visit(phone, page -> {
            for (String hash : PAGES) {
                open(page, hash);
                assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                        .as("width of %s in px", hash)
                        .isLessThanOrEqualTo(390);
            }
            // Perceived brightness of what lies behind the text, 0 to 255.
            int brightness = (int) page.evaluate("""
                    (() => { const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number);
                      return Math.round(0.3 * r + 0.6 * g + 0.1 * b); })()""");
            assertThat(brightness < 128).isEqualTo(scheme == ColorScheme.DARK);
        });
    }
}
