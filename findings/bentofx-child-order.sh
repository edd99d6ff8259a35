#!/usr/bin/env bash
# BentoFX 0.11.1 on JavaFX 26.0.2: a branch that is given a child at a place lists it last.
#
# Three leaves are put into a branch: `a`, `b`, and `c` with addContainer(0, c). The branch shows c first (getItems(), it is
# a SplitPane), while getChildContainers() says a, b, c. Whoever keeps a layout by the latter gives the panels back in another
# order than they were seen in.
#
# Ends with 0 while this holds and with 1 when it has changed. Needs Maven and a JDK of version 24 or newer on Linux x86-64.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

copy() {
  mvn -q -B dependency:copy -Dartifact="$1" -DoutputDirectory="$folder"
}
copy software.coley:bento-fx:0.11.1
for module in base graphics controls; do
  copy "org.openjfx:javafx-$module:26.0.2:jar:linux"
done

cat >"$folder/ChildOrder.java" <<'JAVA'
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javafx.application.Platform;
import software.coley.bentofx.Bento;
import software.coley.bentofx.layout.DockContainer;

class ChildOrder {
  public static void main(String[] arguments) throws Exception {
    var done = new CountDownLatch(1);
    Platform.startup(() -> {
      var building = new Bento().dockBuilding();
      var branch = building.branch("branch");
      branch.addContainer(building.leaf("a"));
      branch.addContainer(building.leaf("b"));
      branch.addContainer(0, building.leaf("c"));
      System.out.println(
          "listed "
              + branch.getChildContainers().stream()
                  .map(DockContainer::getIdentifier)
                  .collect(Collectors.joining(" ")));
      System.out.println(
          "shown "
              + branch.getItems().stream()
                  .map(each -> ((DockContainer) each).getIdentifier())
                  .collect(Collectors.joining(" ")));
      done.countDown();
    });
    done.await();
    Platform.exit();
  }
}
JAVA

path=$(printf '%s:' "$folder"/*.jar)
seen=$(java -Dglass.platform=Headless -Dprism.order=sw -cp "$path" "$folder/ChildOrder.java" 2>"$folder/errors") || {
  cat "$folder/errors" >&2
  exit 2
}
echo "$seen"
expected='listed a b c
shown c a b'
[ "$seen" = "$expected" ] || {
  echo "This has changed." >&2
  exit 1
}
