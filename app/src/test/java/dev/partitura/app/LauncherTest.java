package dev.partitura.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script that starts the program, in a checkout of its own whose `java` only notes what it was
/// asked for.
class LauncherTest {
  /// Refuses the word `missing`, and prepares until it is told to end.
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      case "$*" in
        *partitura.check*missing*) exit 1 ;;
        *partitura.check*) exit 0 ;;
        *AOTCacheOutput*)
          echo $$ >"$(dirname "$0")/preparing"
          for word in "$@"; do
            case $word in
              *.png) touch "$word" ;;
              *AOTCacheOutput=*) touch "${word#*=}" "${word#*=}.config" ;;
            esac
          done
          while [ ! -e "$(dirname "$0")/quick" ]; do sleep 0.1; done
          ;;
        *) echo "started $*" ;;
      esac
      """;

  @TempDir private Path root;

  @BeforeEach
  void checkout() throws IOException {
    var script = Path.of("../partitura").toAbsolutePath().normalize();
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "Skipped: there is no bash here");
    write("jdk/bin/java", JAVA);
    write("partitura", Files.readString(script));
    write("installer/find-jdk", "#!/usr/bin/env bash\necho \"" + root.resolve("jdk") + "\"\n");
    for (var made : List.of("pom.xml", "app/pom.xml", "app/src/main/nothing", "app/target/a.jar")) {
      write(made, "x");
    }
    write("target/launcher/classpath", "app/target/a.jar\n");
  }

  private void write(String name, String text) throws IOException {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
  }

  private Process launch(String model) throws IOException {
    var process = new ProcessBuilder(root.resolve("partitura").toString(), "open", model);
    process.environment().put("DISPLAY", ":none");
    return process.redirectErrorStream(true).redirectOutput(root.resolve("said").toFile()).start();
  }

  private String said() throws IOException {
    return Files.readString(root.resolve("said"));
  }

  private List<String> made() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("target/launcher"))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void whatCannotBeOpenedIsToldWithoutPreparingAnything() throws Exception {
    var process = launch("missing");
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertFalse(said().contains("Preparing"), said());
    assertTrue(said().contains("open missing"), said());
  }

  @Test
  void aKilledPreparationLeavesNoProcessAndNoFile() throws Exception {
    var process = launch("lenet");
    var preparing = root.resolve("jdk/bin/preparing");
    for (int i = 0; i < 600 && !(Files.exists(preparing) && made().size() > 4); i++) {
      Thread.sleep(100);
    }
    long java = Long.parseLong(Files.readString(preparing).strip());
    process.destroy();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(List.of("classpath", "prepare.log"), made());
    for (int i = 0; i < 600 && ProcessHandle.of(java).isPresent(); i++) {
      Thread.sleep(100);
    }
    assertTrue(ProcessHandle.of(java).isEmpty(), "It goes on preparing");
    assertFalse(said().contains("started"), said());
  }

  @Test
  void whatKilledPreparationsLeftIsSweptAway() throws Exception {
    var ended = new ProcessBuilder("true").start();
    ended.waitFor();
    var living = ProcessHandle.current().pid();
    for (var owner : List.of(ended.pid(), living)) {
      write("target/launcher/prepare-" + owner + ".png", "x");
      write("target/launcher/jdk.aot." + owner, "x");
      write("target/launcher/jdk.aot." + owner + ".config", "x");
    }
    write("jdk/bin/quick", "x");
    assertTrue(launch("lenet").waitFor(60, TimeUnit.SECONDS));
    assertEquals(
        List.of(
            "classpath",
            "jdk.aot",
            "jdk.aot." + living,
            "jdk.aot." + living + ".config",
            "prepare-" + living + ".png",
            "prepare.log"),
        made());
    assertTrue(said().contains("Preparing"), said());
  }
}
