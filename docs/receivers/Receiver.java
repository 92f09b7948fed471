// PORT=8080 WEBHOOK_SECRET=whsec_… java Receiver.java
import com.sun.net.httpserver.*;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.MessageDigest;
import java.util.*;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Receiver {
    static final byte[] KEY = Base64.getDecoder().decode(System.getenv("WEBHOOK_SECRET").replaceFirst("^whsec_", ""));

    static byte[] bytes(String text) { return text.getBytes(StandardCharsets.UTF_8); }

    static boolean isOurs(String id, String timestamp, String signatures, byte[] body) throws Exception {
        if (!id.matches("evt_[0-9A-Za-z]+") || !timestamp.matches("[0-9]{1,12}")) return false;
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        mac.update(bytes(id + "." + timestamp + "."));
        byte[] expected = bytes("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
        boolean signed = Arrays.stream(signatures.split(" ")).anyMatch(each -> MessageDigest.isEqual(expected, bytes(each)));
        return signed && Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(timestamp)) <= 300;
    }

    static void keep(String id, byte[] body) throws Exception {
        Path path = Path.of("inbox", id + ".json"), part = Path.of("inbox", UUID.randomUUID().toString());
        if (Files.exists(path)) return; // a repetition
        Files.write(part, body);
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE); // whole or not at all
    }

    static int receive(HttpExchange call) {
        String[] given = Arrays.stream(new String[] {"id", "timestamp", "signature"})
            .map(name -> call.getRequestHeaders().getFirst("webhook-" + name)).map(value -> value == null ? "" : value)
            .toArray(String[]::new);
        try {
            byte[] body = call.getRequestBody().readNBytes(1_000_000);
            if (!isOurs(given[0], given[1], given[2], body)) return 400;
            keep(given[0], body);
            return 204;
        } catch (Exception problem) {
            problem.printStackTrace();
            return 500; // then we come again
        }
    }

    public static void main(String[] arguments) throws Exception {
        if (KEY.length < 24) throw new IllegalStateException("no secret");
        Files.createDirectories(Path.of("inbox"));
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/", call -> { call.sendResponseHeaders(receive(call), -1); call.close(); });
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.start();
    }
}
