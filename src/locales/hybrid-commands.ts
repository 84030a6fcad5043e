import type { Line } from "./catalog.ts";

/** Ingress of Apigee hybrid. The secret of an environment group is called PROJECT-ENV_GROUP. */
export const HYBRID = {
  virtualHost: {
    command:
      "virtualhosts:\n  - name: ENV_GROUP\n    sslCertPath: ./certs/chain.pem\n    sslKeyPath: ./certs/private.key",
  },
  twoWay: {
    command: "virtualhosts:\n  - name: ENV_GROUP\n    tlsMode: MUTUAL\n    caCertPath: ./certs/client-ca.pem",
  },
  apply: { command: "apigeectl apply -f overrides/overrides.yaml --settings virtualhosts" },
  applyWithHelm: {
    command:
      "helm upgrade ENV_GROUP apigee-virtualhost/ --namespace apigee --atomic --set envgroup=ENV_GROUP -f overrides.yaml",
  },
  findSecret: { command: "kubectl -n apigee get secrets | grep PROJECT-ENV_GROUP" },
  /** Which secrets the ingress asks for. */
  secretNames: { command: "kubectl -n apigee get ApigeeRoutes -o=yaml | grep credentialName" },
  versions: { command: "kubectl -n apigee get ApigeeRoutes -o=yaml | grep -i ProtocolVersion" },
  readCertificate: {
    command:
      "kubectl -n apigee get secret PROJECT-ENV_GROUP -o jsonpath='{.data.cert}' | base64 -d | openssl x509 -noout -subject -enddate",
  },
  compareKey: {
    command: [
      "diff \\",
      "  <(kubectl -n apigee get secret PROJECT-ENV_GROUP -o jsonpath='{.data.key}' | base64 -d | openssl pkey -pubout) \\",
      "  <(kubectl -n apigee get secret PROJECT-ENV_GROUP -o jsonpath='{.data.cert}' | base64 -d | openssl x509 -noout -pubkey)",
    ].join("\n"),
  },
  service: { command: "kubectl -n apigee get svc -l app=apigee-ingressgateway" },
  watcherLog: {
    command:
      'NOT_FOUND: failed to get secret "PROJECT-ENV_GROUP" in namespace "apigee": secrets "PROJECT-ENV_GROUP" not found',
  },
  withoutServerName: {
    command: [
      "apiVersion: apigee.cloud.google.com/v1alpha1",
      "kind: ApigeeRoute",
      "metadata: { name: no-sni, namespace: apigee }",
      "spec:",
      '  hostnames: ["*"]',
      "  ports:",
      "    - number: 443",
      "      protocol: HTTPS",
      "      tls: { credentialName: CREDENTIAL, mode: SIMPLE }",
      "  selector: { app: apigee-ingressgateway }",
      "  enableNonSniClient: true",
    ].join("\n"),
  },
  additionalGateway: {
    command:
      'kubectl apply -f no-sni.yaml\n\nvirtualhosts:\n  - name: ENV_GROUP\n    additionalGateways: ["no-sni"]',
  },
} as const satisfies Readonly<Record<string, Line>>;
