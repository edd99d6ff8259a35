#!/usr/bin/env bash
# JOCL 2.0.5: where the OpenCL loader has only its versioned name, the class CL cannot be used.
#
# Debian's package ocl-icd-libopencl1 holds libOpenCL.so.1, the name that programs are linked with; the bare libOpenCL.so
# comes with the packages for developers alone. JOCL asks for the bare one by name: the first call ends in an
# UnsatisfiedLinkError, and the second in a NoClassDefFoundError, so that nothing can be tried again in that process. With a
# link of the bare name beside the same file the same call counts the platforms.
#
# Ends with 0 while this holds and with 1 when it has changed. Needs Maven, a JDK of version 22 or newer, apt-get and dpkg on
# Debian x86-64.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

mvn -q -B dependency:copy -Dartifact=org.jocl:jocl:2.0.5 -DoutputDirectory="$folder"
(cd "$folder" && apt-get download -qq ocl-icd-libopencl1 >/dev/null 2>&1 && dpkg -x ocl-icd-libopencl1_*.deb loader)
there=$(dirname "$(find "$folder/loader" -name libOpenCL.so.1)")

cat >"$folder/Platforms.java" <<'JAVA'
import org.jocl.CL;

class Platforms {
  public static void main(String[] arguments) {
    for (int call = 1; call <= 2; call++) {
      try {
        // A loader without a driver answers with an error number, which is an answer.
        CL.clGetPlatformIDs(0, null, new int[1]);
        System.out.println("call " + call + " answered");
      } catch (Throwable refused) {
        System.out.println("call " + call + " " + refused.getClass().getSimpleName());
      }
    }
  }
}
JAVA

ask() {
  LD_LIBRARY_PATH=$there java --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir="$folder" -cp "$folder/jocl-2.0.5.jar" \
    "$folder/Platforms.java" 2>/dev/null | grep '^call' | tr '\n' ';'
}
versioned=$(ask)
ln -s libOpenCL.so.1 "$there/libOpenCL.so"
bare=$(ask)
echo "only libOpenCL.so.1: $versioned"
echo "with libOpenCL.so: $bare"
[ "$versioned" = "call 1 UnsatisfiedLinkError;call 2 NoClassDefFoundError;" ] && [ "$bare" = "call 1 answered;call 2 answered;" ]
