import java.io.FileInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** veraPDF without its installer: VeraCheck FLAVOUR[,FLAVOUR] FILE... See the script verapdf beside it. */
public class VeraCheck {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] args) {
        LogManager.getLogManager().reset(); // veraPDF warns about much that is no finding
        List<PDFAFlavour> flavours = new ArrayList<>();
        for (String id : args[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
            if (flavour == PDFAFlavour.NO_FLAVOUR) {
                System.err.println("verapdf: there is no flavour " + id);
                System.exit(2);
            }
            flavours.add(flavour);
        }
        VeraGreenfieldFoundryProvider.initialise();
        boolean comply = true;
        for (int i = 1; i < args.length; i++) {
            for (PDFAFlavour flavour : flavours) {
                comply &= check(args[i], flavour);
            }
        }
        System.exit(comply ? 0 : 1);
    }

    /** Prints one line of JSON about one file and says whether it complies. */
    private static boolean check(String file, PDFAFlavour flavour) {
        String head = "{\"file\":" + json(file) + ",\"flavour\":" + json(flavour.getId());
        long start = System.nanoTime();
        try (InputStream in = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, true)) {
            ValidationResult result = validator.validate(parser);
            Map<String, Integer> counts = new TreeMap<>();
            Map<String, TestAssertion> firsts = new LinkedHashMap<>();
            int failed = 0;
            for (TestAssertion test : result.getTestAssertions()) {
                if (test.getStatus() == TestAssertion.Status.FAILED) {
                    failed++;
                    String rule = test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber();
                    counts.merge(rule, 1, Integer::sum);
                    firsts.putIfAbsent(rule, test);
                }
            }
            StringJoiner rules = new StringJoiner(",", "[", "]");
            for (Map.Entry<String, Integer> rule : counts.entrySet()) {
                TestAssertion first = firsts.get(rule.getKey());
                rules.add("{\"rule\":" + json(rule.getKey()) + ",\"n\":" + rule.getValue()
                        + ",\"msg\":" + json(first.getMessage())
                        + ",\"at\":" + json(first.getLocation().getContext()) + "}");
            }
            long ms = (System.nanoTime() - start) / 1_000_000;
            OUT.println(head + ",\"compliant\":" + result.isCompliant()
                    + ",\"assertions\":" + result.getTotalAssertions() + ",\"failed\":" + failed
                    + ",\"ms\":" + ms + ",\"rules\":" + rules + "}");
            return result.isCompliant();
        } catch (Exception | StackOverflowError | OutOfMemoryError broken) { // must not cost the other files
            OUT.println(head + ",\"compliant\":false,\"error\":" + json(broken.toString()) + "}");
            return false;
        }
    }

    private static String json(String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 32) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
