package dev.partitura.app.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.catalogue.ClusterText;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.serve.QueuePolicy;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.execute.serve.ServingRecorder;
import dev.partitura.engine.execute.serve.live.BatchServer;
import dev.partitura.engine.execute.serve.live.ServedPlan;
import dev.partitura.engine.execute.serve.live.ServingTrace;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.samples.Sample;
import dev.partitura.samples.SampleModels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final long MOST_BYTES = 200_000;

  private static final Network NETWORK =
      SampleModels.find("lenet").map(Sample::network).orElseThrow();
  private static final Cluster CLUSTER = ClusterText.read("cpu:1");
  private static final Plan PLAN = Plan.single(CLUSTER.devices().getFirst().id());

  private static ServedPlan served;
  private static BatchServer queue;
  private static InferenceServer web;

  @BeforeAll
  static void serve() {
    served = ServedPlan.load(NETWORK, CLUSTER, PLAN, 4, 1);
    queue =
        new BatchServer(
            new QueueSettings(1, 4, 1_000_000, QueueSettings.UNLIMITED, QueuePolicy.FIFO, 0, false),
            served.instances(),
            served.service(),
            new ServingRecorder(0, 1),
            ServingTrace.none());
    web =
        new InferenceServer(
            new ServedModel("lenet", served.binding(), 4, queue), "127.0.0.1", 0, MOST_BYTES);
  }

  @AfterAll
  static void end() {
    web.close();
    queue.close();
    served.close();
  }

  private static URI at(String path) {
    return URI.create("http://127.0.0.1:" + web.port() + path);
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(at(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> ask(String body) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(at("/v2/models/lenet/infer"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String input() {
    return served.binding().whole().keySet().iterator().next();
  }

  private static ObjectNode question(float[] values, int rows) {
    var root = JSON.createObjectNode();
    root.put("id", "seven");
    var input = root.putArray("inputs").addObject();
    input.put("name", input());
    input.put("datatype", "FP32");
    var shape = input.putArray("shape");
    var sizes = served.binding().whole().get(input()).knownShape().sizes();
    shape.add(rows * sizes[0]);
    for (int axis = 1; axis < sizes.length; axis++) {
      shape.add(sizes[axis]);
    }
    var data = input.putArray("data");
    for (float value : values) {
      data.add(value);
    }
    return root;
  }

  private static float[] sample(int rows, int seed) {
    var type = served.binding().whole().get(input());
    int count = Math.toIntExact(type.knownShape().elementCount()) * rows;
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.sin(i * 0.37 + seed);
    }
    return values;
  }

  private static float[] expected(float[] values, int rows) {
    var sizes = served.binding().whole().get(input()).knownShape().sizes();
    sizes[0] *= rows;
    var feeds = Map.of(input(), Tensor.ofFloats(values, sizes));
    var result =
        new LoweringRunner(new LocalExecutor())
            .run(
                new RunRequest(NETWORK, CLUSTER, PLAN, 0, feeds, 1, 1, 0),
                new Cancellation(),
                Progress.NONE);
    return result.outputs().values().iterator().next().toFloats();
  }

  private static float[] data(JsonNode answer) {
    var data = answer.get("outputs").get(0).get("data");
    var values = new float[data.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.get(i).floatValue();
    }
    return values;
  }

  @Test
  void healthReadinessAndMetadataAreAnswered() throws IOException, InterruptedException {
    assertEquals("{\"live\":true}", get("/v2/health/live").body());
    assertEquals("{\"ready\":true}", get("/v2/health/ready").body());
    assertEquals(200, get("/v2/models/lenet/ready").statusCode());
    assertEquals("partitura", JSON.readTree(get("/v2").body()).get("name").asText());
    var metadata = JSON.readTree(get("/v2/models/lenet").body());
    assertEquals("FP32", metadata.get("inputs").get(0).get("datatype").asText());
    assertEquals(-1, metadata.get("inputs").get(0).get("shape").get(0).asInt());
    assertEquals(404, get("/v2/models/other").statusCode());
    assertEquals(404, get("/nothing").statusCode());
  }

  @Test
  void theAnswerIsThatOfARun() throws IOException, InterruptedException {
    for (int rows : new int[] {1, 3, 9}) {
      var values = sample(rows, rows);
      var answer = ask(question(values, rows).toString());
      assertEquals(200, answer.statusCode(), answer.body());
      var root = JSON.readTree(answer.body());
      assertEquals("seven", root.get("id").asText());
      assertEquals("lenet", root.get("model_name").asText());
      assertEquals(rows, root.get("outputs").get(0).get("shape").get(0).asInt());
      assertArrayEquals(expected(values, rows), data(root), 1e-4f);
    }
  }

  @Test
  void clientsAtOnceEachGetTheirOwnAnswer()
      throws InterruptedException, ExecutionException, IOException {
    try (var clients = Executors.newFixedThreadPool(8)) {
      var answers = new ArrayList<Future<HttpResponse<String>>>();
      for (int i = 0; i < 40; i++) {
        var body = question(sample(1, i), 1).toString();
        answers.add(clients.submit((Callable<HttpResponse<String>>) () -> ask(body)));
      }
      for (int i = 0; i < 40; i += 13) {
        assertArrayEquals(
            expected(sample(1, i), 1), data(JSON.readTree(answers.get(i).get().body())), 1e-4f);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                   | body
          []                                  | body
          {"inputs": 3}                       | The body has no list of inputs.
          {"inputs": []}                      | is missing.
          {"inputs": [{}]}                    | An input has no name.
          {"inputs": [{"name": "nobody"}]}    | There is no input nobody.
          {"inputs": [{"name": "INPUT"}]}     | has no datatype.
          {"inputs": [{"name": "INPUT", "datatype": "INT64"}]} | is FP32 and not INT64.
          {"inputs": [{"name": "INPUT", "datatype": "FP32", "data": []}]} | has no shape.
          {"inputs": [{"name": "INPUT", "datatype": "FP32", "shape": [1, 2], "data": []}]} | has shape
          {"inputs": [{"name": "INPUT", "datatype": "FP32", "shape": [-1, 1, 28, 28], "data": []}]} | has shape
          {"inputs": [{"name": "INPUT", "datatype": "FP32", "shape": [1, 1, 28, 28]}]} | has no data
          {"inputs": [{"name": "INPUT", "datatype": "FP32", "shape": [1, 1, 28, 28], "data": [1, 2]}]} | needs 784 elements and has 2.
          {"inputs": [{"name": "INPUT", "datatype": "FP32", "shape": [1, 1, 28, 28], "data": ["a"]}]} | holds a text
          {"inputs": [{"name": "INPUT", "datatype": "FP32", "shape": [1, 1, 28, 28], "data": 4}]} | is no list.
          {"inputs": [{"name": "INPUT", "datatype": "FP32", "shape": [9999999, 1, 28, 28], "data": []}]} | A body may hold 4096 requests
          """)
  void aBodyThatIsWrongIsToldWhy(String body, String sentence)
      throws IOException, InterruptedException {
    var answer = ask(body.replace("INPUT", input()));
    assertTrue(answer.statusCode() == 400 || answer.statusCode() == 413, answer::body);
    assertTrue(JSON.readTree(answer.body()).get("error").asText().contains(sentence), answer::body);
  }

  @Test
  void anUnknownOutputIsRefusedAndAKnownOneGiven() throws IOException, InterruptedException {
    var root = question(sample(1, 1), 1);
    root.putArray("outputs").addObject().put("name", "nobody");
    assertEquals(400, ask(root.toString()).statusCode());
    var known = NETWORK.outputs().getFirst().name();
    root.putArray("outputs").addObject().put("name", known);
    assertEquals(200, ask(root.toString()).statusCode());
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedAndTheServerGoesOn() throws IOException, InterruptedException {
    try {
      assertEquals(413, ask(" ".repeat((int) MOST_BYTES + 10)).statusCode());
    } catch (IOException _) {
      // The connection may be cut while the client still sends.
    }
    assertEquals(200, get("/v2/health/live").statusCode());
  }

  @Test
  void aClientThatVanishesHarmsNobody() throws IOException, InterruptedException {
    for (int i = 0; i < 5; i++) {
      try (var socket = new Socket(InetAddress.getByName("127.0.0.1"), web.port())) {
        socket
            .getOutputStream()
            .write(
                ("POST /v2/models/lenet/infer HTTP/1.1\r\nHost: here\r\nContent-Length: 5000\r\n\r\n{\"in")
                    .getBytes(StandardCharsets.UTF_8));
      }
    }
    assertEquals(200, ask(question(sample(1, 1), 1).toString()).statusCode());
  }

  @Test
  void aClientOfTheOldVersionIsToldAndLetGo() throws IOException {
    try (var socket = new Socket(InetAddress.getByName("127.0.0.1"), web.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET /v2/health/live HTTP/1.0\r\nHost: here\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 505 "), answer);
    }
  }

  @Test
  void aPortThatIsTakenIsRefused() {
    var model = new ServedModel("lenet", served.binding(), 4, queue);
    var refused =
        assertThrows(
            ProblemException.class,
            () -> new InferenceServer(model, "127.0.0.1", web.port(), MOST_BYTES).close());
    assertTrue(refused.getMessage().contains("cannot be listened on"), refused::getMessage);
    assertThrows(
        ProblemException.class,
        () -> new InferenceServer(model, "no.such.host.invalid", 0, MOST_BYTES).close());
  }
}
