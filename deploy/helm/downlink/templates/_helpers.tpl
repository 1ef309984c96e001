{{/* Each takes a dict: root (the chart's scope), name (the service's), and what it says besides. */}}

{{- define "downlink.fullname" -}}
{{- $release := .root.Release.Name -}}
{{- printf "%s-%s" (ternary $release (printf "%s-downlink" $release) (contains "downlink" $release)) .name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "downlink.selectorLabels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end -}}

{{- define "downlink.labels" -}}
{{ include "downlink.selectorLabels" . }}
app.kubernetes.io/part-of: downlink
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The name of the Secret that is mounted for a hub; empty where the platform says who we are. Takes hub, settings. */}}
{{- define "downlink.hubSecret" -}}
{{- if not (has (.settings.credential | default "connection-string") (list "workload-identity" "default")) -}}
{{- required (printf "hubs.%s.existingSecret: the Secret with the hub's %s" .hub (.settings.credential | default "connection-string")) .settings.existingSecret -}}
{{- end -}}
{{- end -}}

{{/* Who we are at a hub. A secret is a file, which is read again when it changes. Takes hub, settings. */}}
{{- define "downlink.hubCredential" -}}
{{- $prefix := printf "DOWNLINK_HUBS_%s" (upper .hub) -}}
{{- $kind := .settings.credential | default "connection-string" -}}
{{- $file := printf "/etc/downlink/credentials/%s/%s" .hub (.settings.existingSecretKey | default "connection-string") -}}
{{- if eq $kind "connection-string" -}}
- name: {{ $prefix }}_CONNECTION_STRING_FILE
  value: {{ $file }}
{{- else -}}
- name: {{ $prefix }}_HOST_NAME
  value: {{ required (printf "hubs.%s.hostName: such as my-hub.azure-devices.net" .hub) .settings.hostName }}
{{- if eq $kind "sas-token" }}
- name: {{ $prefix }}_CREDENTIAL_SAS_TOKEN_FILE
  value: {{ $file }}
{{- else }}
- name: {{ $prefix }}_CREDENTIAL_ENTRA
  value: {{ $kind }}
{{- with .settings.tenantId }}
- name: {{ $prefix }}_CREDENTIAL_TENANT_ID
  value: {{ . | quote }}
{{- end }}
{{- with .settings.clientId }}
- name: {{ $prefix }}_CREDENTIAL_CLIENT_ID
  value: {{ . | quote }}
{{- end }}
{{- if eq $kind "client-secret" }}
- name: {{ $prefix }}_CREDENTIAL_CLIENT_SECRET_FILE
  value: {{ $file }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Where Kafka and the hubs are. A hub's key comes from its Secret and from nowhere else. */}}
{{- define "downlink.env" -}}
- name: KAFKA_BOOTSTRAP_SERVERS
  value: {{ required "kafka.bootstrapServers: where Kafka is, such as kafka:9092" .root.Values.kafka.bootstrapServers | quote }}
{{- range $key, $value := .root.Values.kafka.config }}
- name: KAFKA_{{ $key | upper | replace "." "_" }}
  value: {{ $value | quote }}
{{- end }}
{{- range $hub, $settings := .root.Values.hubs }}
{{ include "downlink.hubCredential" (dict "hub" $hub "settings" $settings) }}
- name: DOWNLINK_HUBS_{{ upper $hub }}_HTTPS_PORT
  value: {{ $settings.httpsPort | default 443 | quote }}
{{- if (include "downlink.caSource" $settings) }}
- name: DOWNLINK_HUBS_{{ upper $hub }}_CA_FILE
  value: /etc/downlink/hubs/{{ $hub }}/{{ $settings.ca.key | default "ca.pem" }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The volume source of a hub's certificates; empty where it has none. */}}
{{- define "downlink.caSource" -}}
{{- with .ca -}}
{{- if .configMap -}}
configMap: {name: {{ .configMap | quote }}}
{{- else if .secret -}}
secret: {secretName: {{ .secret | quote }}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
One service. Besides: values, port, replicas, strategy, env (its own), graceSeconds.
enableServiceLinks is off: Kubernetes would add variables such as DOWNLINK_..., which are no settings.
*/}}
{{- define "downlink.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "downlink.fullname" . }}
  labels:
    {{- include "downlink.labels" . | nindent 4 }}
spec:
  replicas: {{ .replicas }}
  strategy:
    type: {{ .strategy }}
  selector:
    matchLabels:
      {{- include "downlink.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "downlink.labels" . | nindent 8 }}
        {{- $workload := false }}
        {{- range .root.Values.hubs }}
        {{- $workload = or $workload (eq (.credential | default "") "workload-identity") }}
        {{- end }}
        {{- if $workload }}
        azure.workload.identity/use: "true"
        {{- end }}
      {{- with .root.Values.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      automountServiceAccountToken: false
      {{- with .root.Values.serviceAccountName }}
      serviceAccountName: {{ . }}
      {{- end }}
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ .graceSeconds }}
      {{- with .root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: {{ .name }}
          image: {{ printf "%s/%s:%s" .root.Values.image.repository .name (.root.Values.image.tag | default .root.Chart.AppVersion) | quote }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          ports:
            - name: http
              containerPort: {{ .port }}
          env:
            {{- include "downlink.env" . | nindent 12 }}
            {{- with .env }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
            {{- with .values.env }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          {{- with .root.Values.kafka.existingSecret }}
          envFrom:
            - secretRef:
                name: {{ . }}
          {{- end }}
          startupProbe:
            httpGet:
              path: /q/health/started
              port: http
            periodSeconds: 2
            failureThreshold: 60
          livenessProbe:
            httpGet:
              path: /q/health/live
              port: http
            periodSeconds: 10
            timeoutSeconds: 5
          readinessProbe:
            httpGet:
              path: /q/health/ready
              port: http
            periodSeconds: 5
            timeoutSeconds: 5
          resources:
            {{- toYaml .values.resources | nindent 12 }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          volumeMounts:
            - name: tmp
              mountPath: /tmp
            {{- range $hub, $settings := .root.Values.hubs }}
            {{- if (include "downlink.hubSecret" (dict "hub" $hub "settings" $settings)) }}
            - name: credential-{{ $hub }}
              mountPath: /etc/downlink/credentials/{{ $hub }}
              readOnly: true
            {{- end }}
            {{- if (include "downlink.caSource" $settings) }}
            - name: ca-{{ $hub }}
              mountPath: /etc/downlink/hubs/{{ $hub }}
              readOnly: true
            {{- end }}
            {{- end }}
            {{- with .root.Values.volumeMounts }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: {}
        {{- range $hub, $settings := .root.Values.hubs }}
        {{- with (include "downlink.hubSecret" (dict "hub" $hub "settings" $settings)) }}
        - name: credential-{{ $hub }}
          secret: {secretName: {{ . | quote }}}
        {{- end }}
        {{- with (include "downlink.caSource" $settings) }}
        - name: ca-{{ $hub }}
          {{- . | nindent 10 }}
        {{- end }}
        {{- end }}
        {{- with .root.Values.volumes }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- with .root.Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .root.Values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .root.Values.affinity }}
      affinity:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end -}}
