// Made of clients/service-config.json by clients/generate.sh.
export const serviceConfig = {
  "loadBalancingConfig": [{"round_robin": {}}],
  "methodConfig": [
    {
      "name": [{"service": "kayan.v1.EntityExtractionService"}],
      "waitForReady": true,
      "timeout": "30s",
      "retryPolicy": {
        "maxAttempts": 4,
        "initialBackoff": "0.05s",
        "maxBackoff": "1s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": ["UNAVAILABLE", "CANCELLED"]
      }
    },
    {
      "name": [{"service": "kayan.v1.EntityExtractionService", "method": "StreamExtractEntities"}],
      "waitForReady": true
    }
  ],
  "retryThrottling": {"maxTokens": 100, "tokenRatio": 0.1}
} as const;
